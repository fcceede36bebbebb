/* SPDX-License-Identifier: MIT */
/* References to a task: include/linux/sched.h in 4.4, include/linux/sched/task.h from 4.11 on. */
#ifndef UNOOPS_TASK_REFS_H
#define UNOOPS_TASK_REFS_H

void __put_task_struct(struct task_struct *tsk);
#if UNOOPS_TASK_PUT_BY_RCU
void __put_task_struct_rcu_cb(struct rcu_head *rhp);
void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head));
#endif

static __always_inline struct task_struct *__get_task_struct(struct task_struct *t)
{
#if UNOOPS_TASK_USAGE_REFCOUNT
	refcount_inc(&t->usage);
#else
	atomic_inc(&t->usage);
#endif
	unoops_note(UNOOPS_TASK_USAGE, t, unoops_counted(&t->usage, 1));
	return t;
}

static __always_inline void put_task_struct(struct task_struct *t)
{
#if UNOOPS_TASK_USAGE_REFCOUNT
	bool last = refcount_dec_and_test(&t->usage);
#else
	bool last = atomic_dec_and_test(&t->usage);
#endif

	(void)unoops_counted(&t->usage, -1);
	if (!last)
		return;
	unoops_note(UNOOPS_TASK_USAGE, t, 0);
#if UNOOPS_TASK_PUT_BY_RCU
	call_rcu(&t->rcu, __put_task_struct_rcu_cb);
#else
	__put_task_struct(t);
#endif
}

#if UNOOPS_TASK_GET_RETURNS
static __always_inline struct task_struct *get_task_struct(struct task_struct *t) { return __get_task_struct(t); }
#else
static __always_inline void get_task_struct(struct task_struct *t) { __get_task_struct(t); }
#endif

#if UNOOPS_DO_EXIT_EXPORTED
void __noreturn do_exit(long code);
#endif

#endif
