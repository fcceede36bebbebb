/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/kernel.h>
#include <linux/atomic.h>
#include <linux/refcount.h>
#include <linux/jiffies.h>
#include <linux/preempt.h>
#include <linux/errno.h>
#include <unoops/machine.h>

#define TASK_RUNNING		0x0000
#define TASK_INTERRUPTIBLE	0x0001
#define TASK_UNINTERRUPTIBLE	0x0002
#define __TASK_STOPPED		0x0004
#define __TASK_TRACED		0x0008
#define EXIT_DEAD		0x0010
#define EXIT_ZOMBIE		0x0020
#if TASK_DEAD_IS_128
#define TASK_PARKED		0x0040
#define TASK_DEAD		0x0080
#define TASK_WAKEKILL		0x0100
#define TASK_NOLOAD		0x0400
#else
#define TASK_DEAD		0x0040
#define TASK_WAKEKILL		0x0080
#define TASK_PARKED		0x0200
#define TASK_NOLOAD		0x0400
#endif
#if HAS_FREEZABLE_FLAG
#define TASK_FREEZABLE		0x2000
#endif
#define TASK_KILLABLE		(TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_IDLE		(TASK_UNINTERRUPTIBLE | TASK_NOLOAD)
#define TASK_NORMAL		(TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)

#define PF_EXITING		0x00000004
#define PF_NOFREEZE		0x00008000
#define PF_KTHREAD		0x00200000

#define TIF_SIGPENDING		2
#define TIF_NEED_RESCHED	3
#if HAS_TIF_NOTIFY_SIGNAL
#define TIF_NOTIFY_SIGNAL	17
#endif

#define TASK_COMM_LEN		16
#define MAX_SCHEDULE_TIMEOUT	0x7fffffffL
#define MAX_RT_PRIO		100
#define SCHED_NORMAL		0
#define SCHED_FIFO		1
#define SCHED_RR		2
#define SCHED_BATCH		3
#define SCHED_IDLE		5
#define NUMA_NO_NODE		(-1)

struct cred;
struct completion;
struct kthread;
struct mm_struct;
struct module;
struct cpumask;
struct sched_param { int sched_priority; };

struct task_struct {
#if TASK_HAS___STATE
	unsigned int __state;
#else
	volatile long state;
#endif
	union { int pid, tgid; };	/* the machine's; a kthread is a process of its own */
	char comm[TASK_COMM_LEN];
	unsigned int flags;
#if TASK_USAGE_REFCOUNT
	refcount_t usage;
#else
	atomic_t usage;
#endif
	unsigned long thread_flags;
	int exit_state;
	int exit_code;
	/* One bit a signal, signal 1 in bit 0. */
	unsigned int pending;		/* sent to this thread alone */
	unsigned int shared_pending;	/* sent to the process: kill(2) */
	unsigned int blocked;
	unsigned int allowed;		/* handler is not SIG_IGN: allow_signal() */
	unsigned int kernel_only;	/* allow_kernel_signal() */
	/* Nothing reads this: SLUB's free-list pointer lands here, in the middle of the object. */
	unsigned long thread[4];
	struct mm_struct *mm;
	const struct cred *real_cred;
	const struct cred *cred;
	struct completion *vfork_done;	/* 4.4: leads to the struct kthread on the thread's stack */
	void *set_child_tid;		/* 5.10: struct kthread */
	void *worker_private;		/* 5.17 on: struct kthread */
	struct kthread *stack;		/* 4.4: the same object, which goes with the stack */
	int preempt_count;
	int irqs_off;
	int rcu_read_lock_nesting;
	unsigned int rcu_slot;
	struct rcu_head rcu;
};

#define get_current()	unoops_current()
#define current		get_current()

#if TASK_HAS___STATE
#define task_state_word(tsk)	(&(tsk)->__state)
#define READ_TASK_STATE(tsk)	READ_ONCE((tsk)->__state)
#define get_current_state()	READ_ONCE(current->__state)
#define __set_current_state(s)	WRITE_ONCE(current->__state, s)
#else
#define task_state_word(tsk)	(&(tsk)->state)
#define READ_TASK_STATE(tsk)	((unsigned int)(tsk)->state)
#define __set_current_state(s)	do { current->state = (s); } while (0)
#define __set_task_state(tsk, s) do { (tsk)->state = (s); } while (0)
#define set_task_state(tsk, s)	__set_task_state(tsk, s)
#endif
#define set_current_state(s)	__set_current_state(s)
#define set_special_state(s)	__set_current_state(s)
#define task_is_running(tsk)	(READ_TASK_STATE(tsk) == TASK_RUNNING)

void schedule(void);
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_killable(long timeout);
long schedule_timeout_uninterruptible(long timeout);
long schedule_timeout_idle(long timeout);
void io_schedule(void);
long io_schedule_timeout(long timeout);
void yield(void);
int wake_up_process(struct task_struct *tsk);
int wake_up_state(struct task_struct *tsk, unsigned int state);
static __always_inline int need_resched(void) { return 0; }

int set_cpus_allowed_ptr(struct task_struct *tsk, const struct cpumask *mask);
void set_user_nice(struct task_struct *tsk, long nice);
int sched_setscheduler(struct task_struct *tsk, int policy, const struct sched_param *param);
int sched_setscheduler_nocheck(struct task_struct *tsk, int policy, const struct sched_param *param);
#if HAS_SCHED_SET_FIFO
void sched_set_fifo(struct task_struct *tsk);
void sched_set_fifo_low(struct task_struct *tsk);
void sched_set_normal(struct task_struct *tsk, int nice);
#endif
void __set_task_comm(struct task_struct *tsk, const char *name, bool exec);
#define set_task_comm(tsk, name)	__set_task_comm(tsk, name, false)
#define get_task_comm(buf, tsk)		({ __builtin_memcpy(buf, (tsk)->comm, TASK_COMM_LEN); buf; })
static __always_inline pid_t task_pid_nr(struct task_struct *tsk) { return tsk->pid; }
static __always_inline pid_t task_tgid_nr(struct task_struct *tsk) { return tsk->pid; }

#include <unoops/task-refs.h>
#include <unoops/signals.h>

#endif
