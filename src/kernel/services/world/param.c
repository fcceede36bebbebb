/* SPDX-License-Identifier: MIT */
/*
 * kernel/params.c; 4.4 ... 7.2. User space may write a parameter that is writable, while the module is loaded. Of those with functions
 * of their own insmod leaves the values as they are.
 */
#include <linux/moduleparam.h>
#include <linux/kstrtox.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "user.h"

extern const struct kernel_param __start_unoops_params[] __weak, __stop_unoops_params[] __weak;

static int set_inverse(const char *val, bool *to)
{
	int err = kstrtobool(val, to);

	*to = !*to;
	return err;
}
static int set_int_to_bool(const char *val, int *to)
{
	bool is;
	int err = kstrtobool(val, &is);

	if (!err)
		*to = is;
	return err;
}

#define PARAM_TYPE(name, T, parser, format)					\
int param_set_##name(const char *val, const struct kernel_param *kp)		\
{										\
	return val ? parser : -EINVAL;						\
}										\
int param_get_##name(char *buffer, const struct kernel_param *kp)		\
{										\
	return sprintf(buffer, format, *(T *)kp->arg);				\
}										\
const struct kernel_param_ops param_ops_##name = { .set = param_set_##name, .get = param_get_##name };
PARAM_TYPE(byte, u8, kstrtou8(val, 0, kp->arg), "%hhu\n")
PARAM_TYPE(hexbyte, u8, kstrtou8(val, 0, kp->arg), "%#hhx\n")
PARAM_TYPE(short, short, kstrtos16(val, 0, kp->arg), "%hi\n")
PARAM_TYPE(ushort, unsigned short, kstrtou16(val, 0, kp->arg), "%hu\n")
PARAM_TYPE(int, int, kstrtoint(val, 0, kp->arg), "%d\n")
PARAM_TYPE(uint, unsigned int, kstrtouint(val, 0, kp->arg), "%u\n")
PARAM_TYPE(hexint, unsigned int, kstrtouint(val, 0, kp->arg), "%#08x\n")
PARAM_TYPE(long, long, kstrtol(val, 0, kp->arg), "%li\n")
PARAM_TYPE(ullong, unsigned long long, kstrtoull(val, 0, kp->arg), "%llu\n")
PARAM_TYPE(ulong, unsigned long, kstrtoul(val, 0, kp->arg), "%lu\n")
PARAM_TYPE(bool, bool, kstrtobool(val, kp->arg), "%d\n")
PARAM_TYPE(invbool, bool, set_inverse(val, kp->arg), "%d\n")
PARAM_TYPE(bint, int, set_int_to_bool(val, kp->arg), "%d\n")
PARAM_TYPE(charp, char *, (*(const char **)kp->arg = val, 0), "%s\n")

/* One element is written. */
static int param_array_set(const char *val, const struct kernel_param *kp)
{
	const struct kparam_array *arr = kp->arg;
	struct kernel_param first = *kp;
	int err;

	first.arg = arr->elem;
	err = arr->ops->set(val, &first);
	if (!err && arr->num)
		*arr->num = 1;
	return err;
}
const struct kernel_param_ops param_array_ops = { .set = param_array_set };

static int param_set_copystring(const char *val, const struct kernel_param *kp)
{
	const struct kparam_string *kps = kp->arg;

	if (strlen(val) + 1 > kps->maxlen)
		return -ENOSPC;
	strcpy(kps->string, val);
	return 0;
}
const struct kernel_param_ops param_ops_string = { .set = param_set_copystring };

struct written_param {
	struct happening session;
	struct list_head entry;
	const struct kernel_param *kp;
	unsigned int active;
	bool gone;
};
static LIST_HEAD(written_params);

static volatile unsigned int param_locked;

/* 4.2 ... 7.2. The mutex that param_attr_store() takes too. */
void kernel_param_lock(struct module *mod)
{
	unoops_check_may_sleep("kernel_param_lock() in atomic context");
	unoops_block(&param_locked, ~0u, 0);
	param_locked = 1;
}

void kernel_param_unlock(struct module *mod) { param_locked = 0; }

/* param_attr_store(): one at a time. */
static void store_param(struct written_param *wp)
{
	char *page = unoops_alloc(PAGE_SIZE, "kmalloc");
	struct user_text text;

	unoops_some_text(&text);
	unoops_tellf("%s > /sys/module/%s/parameters/%s", text.how, wp->kp->mod->name, wp->kp->name);
	unoops_copy_text(&text, page);
	kernel_param_lock(wp->kp->mod);
	wp->kp->ops->set(page, wp->kp);
	kernel_param_unlock(wp->kp->mod);
	unoops_free(page);
}

static void write_param(struct happening *h)
{
	struct written_param *wp = (struct written_param *)h;
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	if (!wp->gone) {
		wp->active++;
		store_param(wp);
		wp->active--;
	}
	unoops_end_session(tsk, seat);
}

/* /sys/module/NAME/parameters is there before init runs, and goes behind the exit function. */
void unoops_publish_params(struct module *mod)
{
	const struct kernel_param *kp;

	for (kp = __start_unoops_params; kp != __stop_unoops_params; kp++) {
		struct written_param *wp;

		if (kp->mod != mod || !(kp->perm & 0222) || !kp->ops || !kp->ops->set)
			continue;
		wp = unoops_new_deed(sizeof(*wp), write_param);
		wp->kp = kp;
		list_add_tail(&wp->entry, &written_params);
		unoops_expect(&wp->session);
	}
}

void unoops_remove_params(struct module *mod)
{
	struct written_param *wp, *next;

	list_for_each_entry_safe(wp, next, &written_params, entry) {
		if (wp->kp->mod != mod)
			continue;
		list_del(&wp->entry);
		wp->gone = true;
		unoops_block(&wp->active, ~0u, 0);
		unoops_call_off(&wp->session, false);
	}
}
