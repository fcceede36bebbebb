/* SPDX-License-Identifier: MIT */
/* task_struct: birth, references, death. */
#include "model.h"

/* The first reference. Before 5.0 there is a second one, the scheduler's. */
void unoops_init_task_usage(struct task_struct *tsk)
{
#if UNOOPS_TASK_USAGE_REFCOUNT
	refcount_set(&tsk->usage, 1);
#else
	atomic_set(&tsk->usage, 2);
#endif
}

/* The first task of all, with what unoops_init_task() fills in: init/init_task.c. */
struct task_struct unoops_swapper = { .parent = &unoops_swapper, .real_parent = &unoops_swapper };

/* Whom every thread descends from, and here every process; there is nothing in it that changes. */
static const struct task_struct kthreadd = {
	.comm = "kthreadd", .pid = 2, .unoops_pid = { .numbers = { { .nr = 2 } } }, .flags = PF_KTHREAD,
	.prio = DEFAULT_PRIO, .static_prio = DEFAULT_PRIO, .normal_prio = DEFAULT_PRIO, .nr_cpus_allowed = 1,
	.parent = &unoops_swapper, .real_parent = &unoops_swapper,
	.group_leader = (struct task_struct *)&kthreadd,
	.tasks = LIST_HEAD_INIT(((struct task_struct *)&kthreadd)->tasks),
	.children = LIST_HEAD_INIT(((struct task_struct *)&kthreadd)->children),
	.sibling = LIST_HEAD_INIT(((struct task_struct *)&kthreadd)->sibling),
};
static const struct signal_struct one_thread = { .nr_threads = 1 };
static struct sighand_struct sighand;

/* Every list of tasks is empty: what people print of a task is there, who else there is is not. */
void unoops_describe_task(struct task_struct *tsk)
{
	tsk->prio = tsk->static_prio = tsk->normal_prio = DEFAULT_PRIO;
	tsk->nr_cpus_allowed = 1;
	tsk->on_cpu = 1;
	tsk->parent = tsk->real_parent = (struct task_struct *)&kthreadd;
	tsk->group_leader = tsk;
	tsk->thread_pid = &tsk->unoops_pid;
	tsk->signal = (struct signal_struct *)&one_thread;
	tsk->sighand = &sighand;
#if UNOOPS_SINCE(5, 3)
	tsk->cpus_ptr = &tsk->cpus_mask;
	cpumask_setall(&tsk->cpus_mask);
#else
	cpumask_setall(&tsk->cpus_allowed);
#endif
	INIT_LIST_HEAD(&tsk->tasks);
	INIT_LIST_HEAD(&tsk->children);
	INIT_LIST_HEAD(&tsk->sibling);
	INIT_LIST_HEAD(&tsk->thread_group);
	INIT_LIST_HEAD(&tsk->thread_node);
}

/* kernel/fork.c: copy_process(); 4.4 ... 7.2. */
struct task_struct *unoops_new_task(const char *kind)
{
	struct task_struct *tsk = unoops_alloc(sizeof(*tsk), kind);
	struct cred *cred = unoops_alloc(sizeof(*cred), "cred");

	_Static_assert(sizeof(*tsk) / 2 >= offsetof(struct task_struct, thread) &&
		       sizeof(*tsk) / 2 < offsetofend(struct task_struct, thread),
		       "SLUB's pointer spoils nothing that is read");
	unoops_init_task_usage(tsk);
	atomic_set(&cred->usage, 2);
	tsk->real_cred = tsk->cred = cred;
	unoops_describe_task(tsk);
	return tsk;
}

static __always_inline void put_cred(const struct cred *_cred)
{
	struct cred *cred = (struct cred *)_cred;

	if (atomic_dec_and_test(&cred->usage))
		unoops_free(cred);
}

/* kernel/cred.c; 4.4 ... 7.2. A second call finds NULL: the oops of 4.4. */
static void exit_creds(struct task_struct *tsk)
{
	const struct cred *cred = tsk->real_cred;

	tsk->real_cred = NULL;
	put_cred(cred);
	cred = tsk->cred;
	tsk->cred = NULL;
	put_cred(cred);
}

/* kernel/kthread.c: free_kthread_struct(); from 5.17 on the pointer to it is cleared first. */
static __always_inline void free_kthread_struct(struct task_struct *tsk)
{
#if UNOOPS_KTHREAD_ON_STACK
	struct kthread *kthread = tsk->stack;
#elif UNOOPS_KTHREAD_BY_WORKER_PRIVATE
	struct kthread *kthread = tsk->worker_private;

	tsk->worker_private = NULL;
#else
	struct kthread *kthread = tsk->set_child_tid;
#endif
	if (kthread)
		unoops_free(kthread);
}

/* kernel/fork.c: __put_task_struct(), free_task(); 4.4 ... 7.2. */
void __put_task_struct(struct task_struct *tsk)
{
	(void)unoops_counted(&tsk->usage, 0);
	exit_creds(tsk);
	if (tsk->flags & PF_KTHREAD)
		free_kthread_struct(tsk);
	unoops_free(tsk);
}

#if UNOOPS_TASK_PUT_BY_RCU
/* kernel/fork.c; 7.2. */
void __put_task_struct_rcu_cb(struct rcu_head *rhp)
{
	__put_task_struct(container_of(rhp, struct task_struct, rcu));
}
#endif

/* kernel/exit.c; 4.4 ... 7.2. Drops the use that kept the task while it lived. */
static void delayed_put_task_struct(struct rcu_head *rhp)
{
	put_task_struct(container_of(rhp, struct task_struct, rcu));
}

/* kernel/fork.c: complete_vfork_done(); for a kthread this is kthread->exited. */
static void complete_vfork_done(struct task_struct *tsk)
{
	struct completion *vfork = tsk->vfork_done;

	tsk->vfork_done = NULL;
	if (vfork)
		complete(vfork);
}

/*
 * kernel/exit.c; 4.4 ... 7.2. The end of the thread is one step: whoever learns of it by the
 * completion sees it dead, while the last use goes only after a grace period.
 */
void do_exit(long code)
{
	struct task_struct *tsk = current;

	if (tsk->preempt_count)
		unoops_trap(UNOOPS_BAD_CALL, tsk, "exits while atomic: a lock is still held");
	tsk->flags |= PF_EXITING;
	tsk->exit_code = code;
	complete_vfork_done(tsk);
	tsk->exit_state = EXIT_DEAD;
	*unoops_task_state_word(tsk) = TASK_DEAD;
	unoops_note(UNOOPS_TASK_DEAD, tsk, code);
	unoops_call_rcu_kernel(&tsk->rcu, delayed_put_task_struct);
#if !UNOOPS_TASK_USAGE_REFCOUNT
	put_task_struct(tsk);	/* kernel/sched/core.c: finish_task_switch() */
#endif
	unoops_exit();
}

/* fs/exec.c; 4.4 ... 7.2. */
void __set_task_comm(struct task_struct *tsk, const char *name, bool exec)
{
	int i;

	for (i = 0; i < TASK_COMM_LEN - 1 && name[i]; i++)
		tsk->comm[i] = name[i];
	while (i < TASK_COMM_LEN)
		tsk->comm[i++] = 0;
}
