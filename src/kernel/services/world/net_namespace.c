/* SPDX-License-Identifier: MIT */
/*
 * net/core/net_namespace.c; 4.4 ... 7.2. There is one namespace, which does not end: what is registered begins in it at once, and ends when it is
 * unregistered.
 */
#include <net/netns/generic.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include "happening.h"

static void *generic[8];

void *unoops_net_generic(unsigned int id) { return id && id <= ARRAY_SIZE(generic) ? generic[id - 1] : NULL; }

static void free_generic(const struct pernet_operations *ops)
{
	if (!ops->id || !ops->size)
		return;
	unoops_free(generic[*ops->id - 1]);
	generic[*ops->id - 1] = NULL;
}

/* ops_init() */
int register_pernet_subsys(struct pernet_operations *ops)
{
	unsigned int i;
	int err;

	unoops_check_may_sleep("pernet operations are registered in atomic context");
	unoops_assume("there is one network namespace");
	if (ops->id) {
		if (unoops_fault("register_pernet_subsys"))
			return -ENOMEM;
		for (i = 0; i < ARRAY_SIZE(generic) - 1 && generic[i]; i++)
			;
		*ops->id = i + 1;
		if (ops->size)
			generic[i] = unoops_alloc(ops->size, "pernet");
	}
	err = ops->init ? ops->init(&init_net) : 0;
	if (err)
		free_generic(ops);
	return err;
}

/* free_exit_list(): nobody of the namespace's is in an RCU section any more when its data goes. */
void unregister_pernet_subsys(struct pernet_operations *ops)
{
	unoops_check_may_sleep("pernet operations are unregistered in atomic context");
#if UNOOPS_SINCE(5, 3)
	if (ops->pre_exit) {
		ops->pre_exit(&init_net);
		synchronize_rcu();
	}
#endif
	if (ops->exit)
		ops->exit(&init_net);
	if (ops->exit_batch) {
		LIST_HEAD(net_exit_list);

		list_add(&init_net.exit_list, &net_exit_list);
		ops->exit_batch(&net_exit_list);
		list_del(&init_net.exit_list);
	}
	free_generic(ops);
}
int register_pernet_device(struct pernet_operations *ops) { return register_pernet_subsys(ops); }
void unregister_pernet_device(struct pernet_operations *ops) { unregister_pernet_subsys(ops); }
