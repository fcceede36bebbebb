/* SPDX-License-Identifier: MIT */
/* What the services share among themselves. Modules never see this. */
#ifndef UNOOPS_MODEL_H
#define UNOOPS_MODEL_H

#include <linux/kthread.h>
#include <linux/completion.h>
#include <unoops/machine.h>

/* The kernel itself always has it; a module that calls it where it is not exported must not be linked to it. */
#if !UNOOPS_DO_EXIT_EXPORTED
#define do_exit unoops_do_exit
void __noreturn do_exit(long code);
#endif

/*
 * A service is one step between the points at which it blocks, but it is written so that it would
 * also be right if it were not: words that several tasks write change by atomic operations, by a
 * store that follows unoops_block(), or under a lock. The machine can be told to step through services.
 */

/*
 * `flags` comes first: to set KTHREAD_SHOULD_STOP through a NULL struct kthread faults at address 0.
 * exited.done stands in the middle, where SLUB puts its free-list pointer from 5.7 on: a stopper of
 * a dead thread on 5.10 finds it done and returns at once (logs/5.10-amd64-a.log).
 */
struct kthread {
	unsigned long flags;
	unsigned int cpu;
	int (*threadfn)(void *data);
	void *data;
	struct completion parked;
	struct completion exited;
	int result;
	const char *full_name;
	unsigned long unused[2];
};
_Static_assert(__builtin_offsetof(struct kthread, flags) == 0, "flags first");
_Static_assert(__builtin_offsetof(struct kthread, exited.done) == sizeof(struct kthread) / 2, "done in the middle");

enum { KTHREAD_IS_PER_CPU, KTHREAD_SHOULD_STOP, KTHREAD_SHOULD_PARK, KTHREAD_IS_PARKED };

/* signal.c: insmod, and later rmmod; whether a signal comes as this task falls asleep. */
extern struct task_struct *unoops_loader;
bool unoops_is_interrupted(struct task_struct *tsk);

/* task.c */
struct task_struct *unoops_new_task(const char *kind);
void unoops_init_task_usage(struct task_struct *tsk);
void unoops_describe_task(struct task_struct *tsk);

/*
 * Calls a function of the module's that takes and returns words, as it is declared: with fewer arguments than its caller has, more
 * (they are 0), or without a result (it is 0). On a real machine that makes no difference, and people do it, with a cast or a
 * warning; here it would be a trap.
 */
#define unoops_call_fn(fn, ...) \
	unoops_call_as_declared((const void *)(fn), UNOOPS_FOUR_WORDS(__VA_ARGS__, 0, 0, 0, 0))
#define UNOOPS_FOUR_WORDS(a, b, c, d, ...) \
	(unsigned long)(a), (unsigned long)(b), (unsigned long)(c), (unsigned long)(d)
static __always_inline int unoops_call_as_declared(const void *fn, unsigned long a, unsigned long b, unsigned long c, unsigned long d)
{
	typedef unsigned long word;

	switch (unoops_shape(fn)) {
	case 0:
		((void (*)(void))fn)();
		return 0;
	case 1:
		return ((int (*)(void))fn)();
	case 2:
		((void (*)(word))fn)(a);
		return 0;
	case 3:
		return ((int (*)(word))fn)(a);
	case 4:
		((void (*)(word, word))fn)(a, b);
		return 0;
	case 5:
		return ((int (*)(word, word))fn)(a, b);
	case 6:
		((void (*)(word, word, word))fn)(a, b, c);
		return 0;
	case 7:
		return ((int (*)(word, word, word))fn)(a, b, c);
	case 8:
		((void (*)(word, word, word, word))fn)(a, b, c, d);
		return 0;
	case 9:
		return ((int (*)(word, word, word, word))fn)(a, b, c, d);
	case 10:
		((void (*)(word, word, word, word, word))fn)(a, b, c, d, 0);
		return 0;
	case 11:
		return ((int (*)(word, word, word, word, word))fn)(a, b, c, d, 0);
	case 12:
		((void (*)(word, word, word, word, word, word))fn)(a, b, c, d, 0, 0);
		return 0;
	default:
		return ((int (*)(word, word, word, word, word, word))fn)(a, b, c, d, 0, 0);
	}
}

/* task.c */
extern struct task_struct unoops_swapper;

/* kthread.c */
bool unoops_is_kthread_should_stop(void);
void unoops_init_kthread(struct task_struct *tsk, struct kthread *kthread);

/* each/module.c: what the loader reads from a module's file. */
struct unoops_module {
	struct module *self;
	const char *name;
	int (*const *init)(void);
	void (*const *exit)(void);
	int (*init_module)(void);
	void (*cleanup_module)(void);
};

/* world/param.c, if it is there: around the life of a module. */
void unoops_publish_params(struct module *mod) __weak;
void unoops_remove_params(struct module *mod) __weak;
void unoops_publish_exports(struct module *mod) __weak;
void unoops_remove_exports(void) __weak;
/* services/world/notifier.c: whether a reboot has begun. */
extern volatile unsigned int unoops_reboots __weak;

/* softirq.c: around what runs in a task that was spawned without a task_struct. unoops_leave_softirq() ends it. */
void unoops_enter_softirq(void);
void unoops_leave_softirq(void);

/* handlers.c: who may come on top of the holder of a lock. */
#define UNOOPS_HELD	1u
void unoops_begin_handler(struct task_struct *tsk);
void unoops_end_handler(struct task_struct *tsk);
unsigned int unoops_may_interrupt(void);
void unoops_check_below(const volatile void *lock, unsigned int above);

/* spinlock.c: a lock of the kernel's own. Linux turns interrupts off around those that handlers take. */
void unoops_lock(raw_spinlock_t *lock);

/* timer.c: del_timer_sync() and try_to_del_timer_sync(), whatever this version calls them. */
struct timer_list;
int unoops_delete_timer_sync(struct timer_list *timer);
int unoops_try_to_delete_timer(struct timer_list *timer);

/* workqueue.c */
bool unoops_is_delayed_work_timer(const struct timer_list *timer);

/* sched.c */
static __maybe_unused int try_to_wake_up(struct task_struct *p, unsigned int state);

/* rcu.c: like call_rcu(), for the kernel's own callbacks: no task is current in them. */
void unoops_call_rcu_kernel(struct rcu_head *head, void (*func)(struct rcu_head *head));

/* Reads what Linux reads there, though nothing comes of it here: a plain read whose value nobody takes is one that the optimizer leaves out. */
#define unoops_look_at(lvalue)	((void)*(const volatile __typeof__(lvalue) *)&(lvalue))

/* A sleeping service was called: a finding if this task must not sleep. */
void unoops_check_may_sleep(const char *text);

/* waiters.c */
int unoops_wait_for_lock(void *lock, bool (*take)(void *lock), struct unoops_lock_waiters *waiters,
		  unsigned int state, long timeout);
void unoops_wake_waiters(struct unoops_lock_waiters *waiters);
void unoops_look_back_at_lock(const unsigned int *word);
void unoops_free_lock(const void *object);
void unoops_sleep_on_word(const void *lock, const volatile void *word, unsigned int mask);

#endif
