/* SPDX-License-Identifier: MIT */
/* drivers/tty/sysrq.c; 4.4 ... 7.2. A process asks for the key, whose handler runs under rcu_read_lock(); who unregisters it waits for readers. */
#include <linux/rcupdate.h>
#include <linux/sysrq.h>
#include "class_use.h"

struct sysrq_use {
	struct class_use use;
	const struct sysrq_key_op *op;
	u8 key;
};

static void ask_for_key(struct class_use *cu)
{
	struct sysrq_use *su = (struct sysrq_use *)cu;

	unoops_tellf("echo %c > /proc/sysrq-trigger", su->key);
	rcu_read_lock();
	(void)unoops_call_fn(su->op->handler, su->key);
	rcu_read_unlock();
}

#if UNOOPS_SINCE(6, 6)
int register_sysrq_key(u8 key, const struct sysrq_key_op *op)
#else
int register_sysrq_key(int key, const struct sysrq_key_op *op)
#endif
{
	struct sysrq_use *su;

	if (unoops_offered(op))
		return -1;
	su = unoops_new_class_use(sizeof(*su), op, ask_for_key);
	su->op = op;
	su->key = key;
	unoops_offer(&su->use);
	return 0;
}

#if UNOOPS_SINCE(6, 6)
int unregister_sysrq_key(u8 key, const struct sysrq_key_op *op)
#else
int unregister_sysrq_key(int key, const struct sysrq_key_op *op)
#endif
{
	struct class_use *cu = unoops_offered(op);

	if (cu)
		unoops_withdraw(cu);
	return cu ? 0 : -1;
}
