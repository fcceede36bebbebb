/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/kernel.h>
#include <linux/atomic.h>
#include <linux/refcount.h>
#include <linux/jiffies.h>
#include <linux/preempt.h>
#include <linux/errno.h>
#include <linux/smp.h>
#include <linux/topology.h>
#include <linux/thread_info.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/pid.h>
#include <linux/uidgid.h>
#include <linux/mm_types.h>
#include <linux/spinlock_types.h>
#include <linux/cred.h>
#include <unoops/machine.h>

#if !UNOOPS_SINCE(4, 11)
/* include/asm-generic/cputime_jiffies.h: ticks. */
typedef unsigned long cputime_t;
#define cputime_to_jiffies(time)	((unsigned long)(time))
#define jiffies_to_cputime(ticks)	((cputime_t)(ticks))
#define cputime_to_secs(time)		((time) / HZ)
#define secs_to_cputime(seconds)	jiffies_to_cputime((seconds) * HZ)
#define cputime_to_usecs(time)		jiffies_to_usecs(time)
#define usecs_to_cputime(us)		jiffies_to_cputime(usecs_to_jiffies(us))
#define cputime_to_nsecs(time)		(cputime_to_usecs(time) * NSEC_PER_USEC)
#define nsecs_to_cputime(ns)		usecs_to_cputime((ns) / NSEC_PER_USEC)
#endif

#define TASK_RUNNING		0x0000
#define TASK_INTERRUPTIBLE	0x0001
#define TASK_UNINTERRUPTIBLE	0x0002
#define __TASK_STOPPED		0x0004
#define __TASK_TRACED		0x0008
#define EXIT_DEAD		0x0010
#define EXIT_ZOMBIE		0x0020
#if UNOOPS_TASK_DEAD_IS_128
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
#if UNOOPS_HAS_FREEZABLE_FLAG
#define TASK_FREEZABLE		0x2000
#endif
#define TASK_KILLABLE		(TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_STOPPED		(TASK_WAKEKILL | __TASK_STOPPED)
#if UNOOPS_SINCE(6, 0)
#define TASK_TRACED		__TASK_TRACED
#else
#define TASK_TRACED		(TASK_WAKEKILL | __TASK_TRACED)
#endif
#define EXIT_TRACE		(EXIT_ZOMBIE | EXIT_DEAD)
#define TASK_IDLE		(TASK_UNINTERRUPTIBLE | TASK_NOLOAD)
#define TASK_NORMAL		(TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)
#if !UNOOPS_SINCE(4, 20)
#define TASK_ALL		(TASK_NORMAL | __TASK_STOPPED | __TASK_TRACED)
#endif
#define TASK_REPORT \
	(TASK_RUNNING | TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE | __TASK_STOPPED | __TASK_TRACED | EXIT_DEAD | EXIT_ZOMBIE | TASK_PARKED)

#define PF_EXITING		0x00000004
#define PF_WQ_WORKER		0x00000020
#define PF_FORKNOEXEC		0x00000040
#define PF_SUPERPRIV		0x00000100
#define PF_MEMALLOC		0x00000800
#define PF_NPROC_EXCEEDED	0x00001000
#define PF_NOFREEZE		0x00008000
#define PF_KSWAPD		0x00020000
#define PF_KTHREAD		0x00200000
#define PF_NO_SETAFFINITY	0x04000000

#define TASK_COMM_LEN		16
#define MAX_SCHEDULE_TIMEOUT	0x7fffffffL
#define MAX_RT_PRIO		100
#define MAX_USER_RT_PRIO	MAX_RT_PRIO
#define MAX_NICE		19
#define MIN_NICE		(-20)
#define MAX_PRIO		140
#define DEFAULT_PRIO		120
#define NICE_TO_PRIO(nice)	((nice) + DEFAULT_PRIO)
#define PRIO_TO_NICE(prio)	((prio) - DEFAULT_PRIO)
#define SCHED_NORMAL		0
#define SCHED_FIFO		1
#define SCHED_RR		2
#define SCHED_BATCH		3
#define SCHED_IDLE		5
#define SCHED_DEADLINE		6
#define NUMA_NO_NODE		(-1)

struct cred;
struct completion;
struct kthread;
struct mm_struct;
struct module;
struct cpumask;
struct sched_param { int sched_priority; };
struct sched_attr;
struct files_struct;
struct fs_struct;
struct nsproxy;
struct sched_entity { u64 vruntime, sum_exec_runtime, exec_start; };
struct sighand_struct { raw_spinlock_t siglock; };
struct signal_struct { int nr_threads; struct list_head thread_head; };

struct task_struct {
#if UNOOPS_TASK_HAS___STATE
	unsigned int __state;
#else
	volatile long state;
#endif
	union { int pid, tgid; };	/* the machine's; a kthread is a process of its own */
	char comm[TASK_COMM_LEN];
	unsigned int flags;
#if UNOOPS_TASK_USAGE_REFCOUNT
	refcount_t usage;
#else
	atomic_t usage;
#endif
	struct task_struct *unoops_stops;	/* whose end it waits for in kthread_stop(); the machine reads it */
	const void *unoops_wants;		/* the sleeping lock that it waits for; the machine reads who holds it */
	unsigned int unoops_mutexes;		/* how many it holds, and the one taken last */
	struct mutex *unoops_mutex;
	const void *unoops_waited_for;		/* the last lock in an allocated object that it had to wait for, had somebody held it */
	unsigned long thread_flags;
	int exit_state;
	int exit_code;
	/* One bit a signal, signal 1 in bit 0. */
	unsigned int pending;		/* sent to this thread alone */
	unsigned int shared_pending;	/* sent to the process: kill(2) */
	unsigned int blocked;
	unsigned int allowed;		/* handler is not SIG_IGN: allow_signal() */
	unsigned int kernel_only;	/* allow_kernel_signal() */
	/* What people print. Nothing here changes, or decides anything in the model. */
	int prio, static_prio, normal_prio;
	unsigned int rt_priority, policy;
	struct list_head tasks;		/* empty: see for_each_process() */
	struct list_head children, sibling, thread_group, thread_node;
	unsigned long nvcsw, nivcsw, min_flt, maj_flt;
	u64 start_time, utime, stime;
	/* Nothing reads this: SLUB's free-list pointer lands here, in the middle of the object. */
	unsigned long thread[4];
	struct mm_struct *mm, *active_mm;
	struct task_struct *parent, *real_parent, *group_leader;
	struct signal_struct *signal;
	struct sighand_struct *sighand;
	struct files_struct *files;
	struct fs_struct *fs;
	struct nsproxy *nsproxy;
	int on_cpu, cpu, recent_used_cpu, wake_cpu, nr_cpus_allowed;
	int exit_signal, pdeath_signal;
	unsigned int personality, ptrace;
	struct sched_entity se;
#if UNOOPS_SINCE(5, 3)
	const struct cpumask *cpus_ptr;
	struct cpumask cpus_mask;
#else
	struct cpumask cpus_allowed;
#endif
	struct pid *thread_pid;
	struct pid unoops_pid;
	const struct cred *real_cred;
	const struct cred *cred;
	struct completion *vfork_done;	/* 4.4: leads to the struct kthread on the thread's stack */
	void *set_child_tid;		/* 5.10: struct kthread */
	void *worker_private;		/* 5.17 on: struct kthread */
	struct kthread *stack;		/* 4.4: the same object, which goes with the stack */
	int preempt_count;
	int irqs_off;
	unsigned int handler;		/* which of those under way it is; 0: none */
	int rcu_read_lock_nesting;
	unsigned int rcu_slot;
	struct rcu_head rcu;
};

#define get_current()	unoops_current()
#define current		get_current()

#if UNOOPS_TASK_HAS___STATE
#define unoops_task_state_word(tsk)	(&(tsk)->__state)
#define UNOOPS_READ_TASK_STATE(tsk)	READ_ONCE((tsk)->__state)
#define get_current_state()	READ_ONCE(current->__state)
#define __set_current_state(s)	WRITE_ONCE(current->__state, s)
#else
#define unoops_task_state_word(tsk)	(&(tsk)->state)
#define UNOOPS_READ_TASK_STATE(tsk)	((unsigned int)(tsk)->state)
#define __set_current_state(s)	do { current->state = (s); } while (0)
#define __set_task_state(tsk, s) do { (tsk)->state = (s); } while (0)
#define set_task_state(tsk, s)	__set_task_state(tsk, s)
#endif
#define set_current_state(s)	__set_current_state(s)
#define set_special_state(s)	__set_current_state(s)
#define task_is_running(tsk)	(UNOOPS_READ_TASK_STATE(tsk) == TASK_RUNNING)
/* Nobody sends SIGSTOP or traces here; kernel threads are never stopped. */
#define task_is_stopped(tsk)	((void)UNOOPS_READ_TASK_STATE(tsk), 0)
#define task_is_traced(tsk)	task_is_stopped(tsk)
#define task_is_stopped_or_traced(tsk) task_is_stopped(tsk)

void schedule(void);
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_killable(long timeout);
long schedule_timeout_uninterruptible(long timeout);
#if UNOOPS_SINCE(4, 6)
long schedule_timeout_idle(long timeout);
#endif
void io_schedule(void);
long io_schedule_timeout(long timeout);
void yield(void);
int wake_up_process(struct task_struct *tsk);
int wake_up_state(struct task_struct *tsk, unsigned int state);
static __always_inline int need_resched(void) { return 0; }
int sched_setattr(struct task_struct *tsk, const struct sched_attr *attr);
int sched_setattr_nocheck(struct task_struct *tsk, const struct sched_attr *attr);
int can_nice(const struct task_struct *p, const int nice);


int set_cpus_allowed_ptr(struct task_struct *tsk, const struct cpumask *mask);
long sched_setaffinity(pid_t pid, const struct cpumask *mask);
void set_user_nice(struct task_struct *tsk, long nice);
int sched_setscheduler(struct task_struct *tsk, int policy, const struct sched_param *param);
int sched_setscheduler_nocheck(struct task_struct *tsk, int policy, const struct sched_param *param);
#if UNOOPS_HAS_SCHED_SET_FIFO
void sched_set_fifo(struct task_struct *tsk);
void sched_set_fifo_low(struct task_struct *tsk);
void sched_set_normal(struct task_struct *tsk, int nice);
#endif
void __set_task_comm(struct task_struct *tsk, const char *name, bool exec);
#define set_task_comm(tsk, name)	__set_task_comm(tsk, name, false)
#define get_task_comm(buf, tsk)		({ __builtin_memcpy(buf, (tsk)->comm, TASK_COMM_LEN); buf; })
static __always_inline pid_t task_pid_nr(struct task_struct *tsk) { return tsk->pid; }
static __always_inline pid_t task_tgid_nr(struct task_struct *tsk) { return tsk->pid; }

static __always_inline int task_nice(const struct task_struct *p) { return PRIO_TO_NICE(p->static_prio); }
static __always_inline int task_prio(const struct task_struct *p) { return p->prio - MAX_RT_PRIO; }
static __always_inline int rt_task(struct task_struct *p) { return p->prio < MAX_RT_PRIO; }
static __always_inline unsigned int task_cpu(const struct task_struct *p) { return p->cpu; }
static __always_inline bool is_global_init(struct task_struct *p) { return p->pid == 1; }
static __always_inline bool thread_group_leader(struct task_struct *p) { return p->group_leader == p; }
static __always_inline int pid_alive(const struct task_struct *p) { return p->exit_state != EXIT_DEAD; }
static __always_inline struct pid *task_pid(struct task_struct *p) { return p->thread_pid; }
static __always_inline struct pid *task_tgid(struct task_struct *p) { return p->thread_pid; }
static __always_inline pid_t task_pid_vnr(struct task_struct *p) { return p->pid; }
static __always_inline pid_t task_tgid_vnr(struct task_struct *p) { return p->pid; }
static __always_inline pid_t task_ppid_nr(const struct task_struct *p) { return p->real_parent->pid; }
static __always_inline char task_state_to_char(struct task_struct *p)
{
	unsigned int state = UNOOPS_READ_TASK_STATE(p);

	return state & TASK_INTERRUPTIBLE ? 'S' : state & TASK_UNINTERRUPTIBLE ? 'D' : p->exit_state ? 'X' : 'R';
}
#define is_idle_task(p)		((p)->pid == 0)
#define cond_resched_lock(lock)	({ spin_unlock(lock); __cond_resched(); spin_lock(lock); 1; })
#define in_sched_functions(addr) 0

/*
 * All processes, as far as a walk can see here: init, a shell, and the one that walks. What a list of them
 * would add is not worth that every birth and death would then matter to everybody.
 */
struct task_struct *unoops_init_task(void);
struct task_struct *unoops_next_task(struct task_struct *p);
#define init_task		(*unoops_init_task())
#define next_task(p)		unoops_next_task(p)
#define for_each_process(p)	for (p = &init_task; (p = next_task(p)) != &init_task; )
#define do_each_thread(g, t)	for (g = t = &init_task; (g = t = next_task(g)) != &init_task; ) do
#define while_each_thread(g, t)	while (0)
#define for_each_thread(p, t)	for (t = (p); t; t = NULL)
#define for_each_process_thread(p, t)	for_each_process(p) for_each_thread(p, t)
extern rwlock_t tasklist_lock;

#include <unoops/task-refs.h>
#include <unoops/signals.h>

#endif
