/* SPDX-License-Identifier: MIT */
/* fs/kernfs/dir.c, drivers/base/core.c; 4.4 ... 7.2. */
#include "class_use.h"

static LIST_HEAD(class_uses);

static void use_class_device(struct happening *h)
{
	struct class_use *cu = (struct class_use *)h;
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	if (!cu->gone) {
		cu->active++;
		cu->use(cu);
		cu->active--;
	}
	unoops_end_session(tsk, seat);
}

void *unoops_new_class_use(unsigned int size, const void *key, void (*use)(struct class_use *self))
{
	struct class_use *cu = unoops_new_deed(size, use_class_device);

	cu->key = key;
	cu->use = use;
	return cu;
}

void unoops_offer(struct class_use *cu)
{
	list_add_tail(&cu->entry, &class_uses);
	unoops_expect(&cu->session);
}

struct class_use *unoops_offered(const void *key)
{
	struct class_use *cu;

	list_for_each_entry(cu, &class_uses, entry)
		if (cu->key == key)
			return cu;
	return NULL;
}

void unoops_withdraw(struct class_use *cu)
{
	unoops_check_may_sleep("a device of a class is unregistered in atomic context");
	list_del(&cu->entry);
	cu->gone = true;
	if (cu->active)
		unoops_note(UNOOPS_WAITS, cu, 0);
	unoops_block(&cu->active, ~0u, 0);
	unoops_call_off(&cu->session, false);
}

unsigned int unoops_any_answer(void)
{
	unsigned int picked = unoops_choose(2 + unoops_device_number(-1), "the device answers something other than 0");

	return picked < 2 ? -picked : unoops_device_number(picked - 2);
}
unsigned int unoops_plain_answer(void)
{
	unsigned int picked = unoops_choose(1 + unoops_device_number(-1), "the device answers something other than 0");

	return picked ? unoops_device_number(picked - 1) : 0;
}
void unoops_fill_with_answer(void *buf, unsigned int len, unsigned int size)
{
	unsigned int value = unoops_plain_answer(), i;

	if (!size)
		size = value <= 0xff ? 1 : value <= 0xffff ? 2 : 4;
	for (i = 0; i < len; i++)
		((unsigned char *)buf)[i] = i % size < 4 ? value >> 8 * (i % size) : 0;
}
