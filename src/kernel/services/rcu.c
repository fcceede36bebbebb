/* SPDX-License-Identifier: MIT */
/*
 * RCU: kernel/rcu/tree.c and its kin; 4.4 ... 7.2.
 * Each open outermost reader owns one bit of `readers`. A grace period is over when every bit that
 * was set at its start has been clear once; new readers do not matter to it.
 */
#include <linux/atomic.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include "model.h"

static volatile unsigned int readers;
/* Callbacks of the module that have not returned: what rcu_barrier() waits for. */
static volatile unsigned int callbacks;

void __rcu_read_lock(void)
{
	struct task_struct *tsk = current;
	unsigned int open;

	if (tsk->rcu_read_lock_nesting++)
		return;
	open = readers;
	do
		tsk->rcu_slot = ~open & (open + 1);
	while (!try_cmpxchg(&readers, &open, open | tsk->rcu_slot));
}

void __rcu_read_unlock(void)
{
	struct task_struct *tsk = current;

	if (!tsk->rcu_read_lock_nesting) {
		unoops_trap(UNOOPS_BAD_LOCK, tsk, "rcu_read_unlock() without rcu_read_lock()");
		return;
	}
	if (!--tsk->rcu_read_lock_nesting)
		(void)__atomic_fetch_and(&readers, ~tsk->rcu_slot, UNOOPS_ATOMIC_SC);
}

/* The readers that were there, in the head's own word: a queued head belongs to RCU. Where there were none, others that come are nothing to it. */
static __always_inline void grace_period(struct rcu_head *head)
{
	if (head->next)
		unoops_block(&readers, (unsigned int)head->next, 0);
}

static __always_inline void start_grace_period(struct rcu_head *head, void (*func)(struct rcu_head *head))
{
	head->func = func;
	head->next = (struct rcu_head *)readers;
}

void synchronize_rcu(void)
{
	unoops_check_may_sleep("synchronize_rcu() in an RCU reader or in atomic context");
	unoops_block(&readers, readers, 0);
}

static void rcu_kernel(void *arg)
{
	struct rcu_head *head = arg;

	grace_period(head);
	head->func(head);
	unoops_exit();
}

void unoops_call_rcu_kernel(struct rcu_head *head, void (*func)(struct rcu_head *head))
{
	start_grace_period(head, func);
	unoops_spawn(rcu_kernel, head, NULL, "rcu");
}

static void rcu_do_batch(void *arg)
{
	struct rcu_head *head = arg;

	grace_period(head);
	unoops_enter_softirq();
	head->func(head);
	(void)__atomic_fetch_sub(&callbacks, 1, UNOOPS_ATOMIC_SC);
	unoops_leave_softirq();
}

void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head))
{
#if UNOOPS_TASK_PUT_BY_RCU
	/* put_task_struct(): nothing of a module is in it that rcu_barrier() would have to wait for. */
	if (func == __put_task_struct_rcu_cb) {
		(void)unoops_counted(&container_of(head, struct task_struct, rcu)->usage, 0);
		unoops_call_rcu_kernel(head, func);
		return;
	}
#endif
	start_grace_period(head, func);
	(void)__atomic_fetch_add(&callbacks, 1, UNOOPS_ATOMIC_SC);
	unoops_spawn_for(head, rcu_do_batch, head, "rcu");
}

void rcu_barrier(void)
{
	unoops_check_may_sleep("rcu_barrier() in atomic context");
	unoops_block(&callbacks, ~0u, 0);
}

/* `func` holds what to free: no callback of the module runs, and rcu_barrier() need not wait. */
static void rcu_kfree(void *arg)
{
	struct rcu_head *head = arg;

	grace_period(head);
	unoops_free((const void *)head->func);
	unoops_exit();
}

void kfree_call_rcu(struct rcu_head *head, void *ptr)
{
	start_grace_period(head, (void (*)(struct rcu_head *))ptr);
	unoops_spawn_for(head, rcu_kfree, head, "rcu");
}

void unoops_kvfree_rcu_mightsleep_call(const void *ptr)
{
	synchronize_rcu();
	kfree(ptr);
}
