/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SEMAPHORE_H
#define _LINUX_SEMAPHORE_H

#include <linux/list.h>
#include <linux/spinlock_types.h>

/*
 * `none` is 1 while `count` is 0, as a task can wait for a value but not for a change. A semaphore that begins at 1, and that only its holders
 * have given back so far, is used as a lock: `holder` has it. The machine reads that.
 */
struct semaphore {
	struct task_struct *holder;	/* comes first, as a mutex's owner: machine/wait-circle.ts looks there */
	unsigned int count;
	volatile unsigned int none;
	bool is_lock;
	struct unoops_lock_waiters waiters;
};
#define __SEMAPHORE_INITIALIZER(name, n) \
	{ .count = (n), .none = (n) == 0, .is_lock = (n) == 1, .waiters = UNOOPS_LOCK_WAITERS_INIT((name).waiters) }
#define DEFINE_SEMAPHORE_N(name, n) struct semaphore name = __SEMAPHORE_INITIALIZER(name, n)
#if UNOOPS_SINCE(6, 4)
#define DEFINE_SEMAPHORE(name, n)	DEFINE_SEMAPHORE_N(name, n)
#else
#define DEFINE_SEMAPHORE(name)		DEFINE_SEMAPHORE_N(name, 1)
#endif

static __always_inline void sema_init(struct semaphore *sem, int val)
{
	sem->count = val;
	sem->none = val == 0;
	sem->holder = NULL;
	sem->is_lock = val == 1;
	sem->waiters.lock.locked = 0;
	INIT_LIST_HEAD(&sem->waiters.list);
}
void down(struct semaphore *sem);
int __must_check down_interruptible(struct semaphore *sem);
int __must_check down_killable(struct semaphore *sem);
int __must_check down_trylock(struct semaphore *sem);
int __must_check down_timeout(struct semaphore *sem, long timeout);
void up(struct semaphore *sem);

#endif
