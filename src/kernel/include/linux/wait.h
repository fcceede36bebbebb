/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/list.h>
#include <linux/errno.h>
#include <linux/spinlock.h>
#include <linux/sched.h>

struct wait_queue_entry;
typedef struct wait_queue_entry wait_queue_entry_t;
typedef int (*wait_queue_func_t)(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key);
#if !UNOOPS_WAIT_QUEUE_ENTRY_NAMES
typedef struct wait_queue_entry wait_queue_t;
#define __wait_queue		wait_queue_entry
#define __wait_queue_head	wait_queue_head
#endif

#define WQ_FLAG_EXCLUSIVE	0x01
#define WQ_FLAG_WOKEN		0x02
struct wait_queue_entry {
	unsigned int flags;
	void *private;		/* the task that waits */
	wait_queue_func_t func;
	struct list_head entry;
};
struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;
};
typedef struct wait_queue_head wait_queue_head_t;

int default_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key);
int autoremove_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key);
int woken_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key);

#define __WAIT_QUEUE_HEAD_INITIALIZER(name) { .head = LIST_HEAD_INIT((name).head) }
#define DECLARE_WAIT_QUEUE_HEAD(name)						\
	struct wait_queue_head name = __WAIT_QUEUE_HEAD_INITIALIZER(name)
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name)	DECLARE_WAIT_QUEUE_HEAD(name)
#define DECLARE_WAITQUEUE(name, tsk)						\
	struct wait_queue_entry name = { .private = (tsk), .func = default_wake_function }
#define DEFINE_WAIT_FUNC(name, function)					\
	struct wait_queue_entry name = {					\
		.private = current, .func = (function), .entry = LIST_HEAD_INIT((name).entry), \
	}
#define DEFINE_WAIT(name)	DEFINE_WAIT_FUNC(name, autoremove_wake_function)
#define init_wait(wait)								\
	do {									\
		(wait)->private = current;					\
		(wait)->func = autoremove_wake_function;			\
		(wait)->flags = 0;						\
		INIT_LIST_HEAD(&(wait)->entry);					\
	} while (0)

void __init_waitqueue_head(struct wait_queue_head *wq, const char *name, struct lock_class_key *key);
#define init_waitqueue_head(wq)	__init_waitqueue_head(wq, #wq, NULL)
static __always_inline void init_waitqueue_entry(struct wait_queue_entry *entry, struct task_struct *p)
{
	entry->flags = 0;
	entry->private = p;
	entry->func = default_wake_function;
}
static __always_inline int waitqueue_active(struct wait_queue_head *wq) { return !list_empty(&wq->head); }
#define wq_has_sleeper(wq)	waitqueue_active(wq)

void add_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *entry);
void add_wait_queue_exclusive(struct wait_queue_head *wq, struct wait_queue_entry *entry);
void remove_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *entry);
void prepare_to_wait(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state);
bool prepare_to_wait_exclusive(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state);
void init_wait_entry(struct wait_queue_entry *entry, int flags);
long prepare_to_wait_event(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state);
void finish_wait(struct wait_queue_head *wq, struct wait_queue_entry *entry);
long wait_woken(struct wait_queue_entry *entry, unsigned int mode, long timeout);

/* Each woken task runs its entry's func. nr: how many exclusive waiters, 0 for all of them. */
void __wake_up(struct wait_queue_head *wq, unsigned int mode, int nr, void *key);
void __wake_up_locked(struct wait_queue_head *wq, unsigned int mode, int nr);
void __wake_up_sync(struct wait_queue_head *wq, unsigned int mode);
#define wake_up(wq)			__wake_up(wq, TASK_NORMAL, 1, NULL)
#define wake_up_nr(wq, nr)		__wake_up(wq, TASK_NORMAL, nr, NULL)
#define wake_up_all(wq)			__wake_up(wq, TASK_NORMAL, 0, NULL)
#define wake_up_locked(wq)		__wake_up_locked(wq, TASK_NORMAL, 1)
#define wake_up_all_locked(wq)		__wake_up_locked(wq, TASK_NORMAL, 0)
#define wake_up_interruptible(wq)	__wake_up(wq, TASK_INTERRUPTIBLE, 1, NULL)
#define wake_up_interruptible_nr(wq, nr) __wake_up(wq, TASK_INTERRUPTIBLE, nr, NULL)
#define wake_up_interruptible_all(wq)	__wake_up(wq, TASK_INTERRUPTIBLE, 0, NULL)
#define wake_up_interruptible_sync(wq)	__wake_up_sync(wq, TASK_INTERRUPTIBLE)
#define wake_up_poll(wq, m)		__wake_up(wq, TASK_NORMAL, 1, (void *)(unsigned long)(m))
#define wake_up_interruptible_poll(wq, m) __wake_up(wq, TASK_INTERRUPTIBLE, 1, (void *)(unsigned long)(m))
#define wake_up_interruptible_sync_poll(wq, m) wake_up_interruptible_poll(wq, m)
#define wake_up_sync(wq)		__wake_up_sync(wq, TASK_NORMAL)

/*
 * The heart of every wait_event: queue up, look at the condition, sleep, again. The value is
 * `result`, or what prepare_to_wait_event() said when a signal came first. `sleep` may change __ret, which `result` may not name: the
 * one here would hide it, and begin with itself.
 */
#define ___wait_event(wq, condition, state, exclusive, result, sleep)		\
({										\
	struct wait_queue_entry __entry;					\
	long __ret = (result);							\
	long __signal;								\
										\
	init_wait_entry(&__entry, (exclusive) ? WQ_FLAG_EXCLUSIVE : 0);		\
	while (__signal = prepare_to_wait_event(&(wq), &__entry, state), !(condition)) { \
		if (__signal) {							\
			__ret = __signal;					\
			break;							\
		}								\
		sleep;								\
	}									\
	finish_wait(&(wq), &__entry);						\
	__ret;									\
})
/* The condition, for waits with a time limit: true also when the time is up; a late success counts 1. */
#define ___wait_cond_timeout(condition)						\
({										\
	bool __true = !!(condition);						\
	if (__true && !__ret)							\
		__ret = 1;							\
	__true || !__ret;							\
})

/* Waits without a signal, with one, and with a time limit. Nothing is queued if it holds at once. */
#define __wait_plain(wq, condition, state, exclusive, sleep)			\
	do {									\
		might_sleep();							\
		if (!(condition))						\
			(void)___wait_event(wq, condition, state, exclusive, 0, sleep); \
	} while (0)
#define __wait_signal(wq, condition, state, exclusive, sleep)			\
({										\
	int __err = 0;								\
	might_sleep();								\
	if (!(condition))							\
		__err = ___wait_event(wq, condition, state, exclusive, 0, sleep); \
	__err;									\
})
#define __wait_timeout(wq, condition, state, timeout, sleep)			\
({										\
	long __ret = (timeout);							\
	might_sleep();								\
	if (!___wait_cond_timeout(condition))					\
		__ret = ___wait_event(wq, ___wait_cond_timeout(condition), state, 0, timeout, sleep); \
	__ret;									\
})
#define __TICK		(__ret = schedule_timeout(__ret))

#define wait_event(wq, condition)		__wait_plain(wq, condition, TASK_UNINTERRUPTIBLE, 0, schedule())
#define wait_event_cmd(wq, condition, cmd1, cmd2)				\
	__wait_plain(wq, condition, TASK_UNINTERRUPTIBLE, 0, ({ cmd1; schedule(); cmd2; }))
#define wait_event_exclusive_cmd(wq, condition, cmd1, cmd2)			\
	__wait_plain(wq, condition, TASK_UNINTERRUPTIBLE, 1, ({ cmd1; schedule(); cmd2; }))
#if UNOOPS_HAS_IDLE_WAITS
#define wait_event_idle(wq, condition)		__wait_plain(wq, condition, TASK_IDLE, 0, schedule())
#define wait_event_idle_exclusive(wq, condition) __wait_plain(wq, condition, TASK_IDLE, 1, schedule())
#define wait_event_idle_timeout(wq, condition, timeout)				\
	__wait_timeout(wq, condition, TASK_IDLE, timeout, __TICK)
#endif
#define wait_event_interruptible(wq, condition)	__wait_signal(wq, condition, TASK_INTERRUPTIBLE, 0, schedule())
#define wait_event_interruptible_exclusive(wq, condition)			\
	__wait_signal(wq, condition, TASK_INTERRUPTIBLE, 1, schedule())
#define wait_event_killable(wq, condition)	__wait_signal(wq, condition, TASK_KILLABLE, 0, schedule())
#define wait_event_killable_exclusive(wq, condition) __wait_signal(wq, condition, TASK_KILLABLE, 1, schedule())
#define wait_event_state(wq, condition, state)	__wait_signal(wq, condition, state, 0, schedule())
#define wait_event_freezable(wq, condition)	wait_event_interruptible(wq, condition)
#define wait_event_freezable_exclusive(wq, condition) wait_event_interruptible_exclusive(wq, condition)

#define wait_event_hrtimeout(wq, condition, timeout)				\
	(wait_event_timeout(wq, condition, 1 + (long)((timeout) != 0)) ? 0 : -ETIME)
#define wait_event_interruptible_hrtimeout(wq, condition, timeout)		\
({										\
	long __left = wait_event_interruptible_timeout(wq, condition, 1 + (long)((timeout) != 0)); \
	__left > 0 ? 0 : __left ? __left : -ETIME;				\
})
#define wait_event_timeout(wq, condition, timeout)				\
	__wait_timeout(wq, condition, TASK_UNINTERRUPTIBLE, timeout, __TICK)
#define wait_event_interruptible_timeout(wq, condition, timeout)		\
	__wait_timeout(wq, condition, TASK_INTERRUPTIBLE, timeout, __TICK)
#define wait_event_killable_timeout(wq, condition, timeout)			\
	__wait_timeout(wq, condition, TASK_KILLABLE, timeout, __TICK)
#define wait_event_freezable_timeout(wq, condition, timeout)			\
	wait_event_interruptible_timeout(wq, condition, timeout)

/* With a lock of the caller's that is dropped for each sleep; the condition is read under it. */
#define __lock_irq_sleep(lock, cmd, sleep)					\
	({ spin_unlock_irq(&(lock)); cmd; sleep; spin_lock_irq(&(lock)); })
#define __wait_locked(wq, condition, state, result, lock, cmd, sleep)		\
	((condition) ? 0 : ___wait_event(wq, condition, state, 0, result, __lock_irq_sleep(lock, cmd, sleep)))
#define wait_event_lock_irq(wq, condition, lock)				\
	((void)__wait_locked(wq, condition, TASK_UNINTERRUPTIBLE, 0, lock, , schedule()))
#define wait_event_lock_irq_cmd(wq, condition, lock, cmd)			\
	((void)__wait_locked(wq, condition, TASK_UNINTERRUPTIBLE, 0, lock, cmd, schedule()))
#define wait_event_interruptible_lock_irq(wq, condition, lock)			\
	__wait_locked(wq, condition, TASK_INTERRUPTIBLE, 0, lock, , schedule())
#define wait_event_interruptible_lock_irq_cmd(wq, condition, lock, cmd)		\
	__wait_locked(wq, condition, TASK_INTERRUPTIBLE, 0, lock, cmd, schedule())
#define __wait_locked_timeout(wq, condition, state, timeout, lock)		\
({										\
	long __ret = (timeout);							\
	if (!___wait_cond_timeout(condition))					\
		__ret = ___wait_event(wq, ___wait_cond_timeout(condition), state, 0, timeout, \
				      __lock_irq_sleep(lock, , __TICK));	\
	__ret;									\
})
#define wait_event_lock_irq_timeout(wq, condition, lock, timeout)		\
	__wait_locked_timeout(wq, condition, TASK_UNINTERRUPTIBLE, timeout, lock)
#define wait_event_interruptible_lock_irq_timeout(wq, condition, lock, timeout)	\
	__wait_locked_timeout(wq, condition, TASK_INTERRUPTIBLE, timeout, lock)

#endif
