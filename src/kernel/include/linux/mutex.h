/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MUTEX_H
#define _LINUX_MUTEX_H

#include <linux/list.h>
#include <linux/spinlock_types.h>
#include <linux/cleanup.h>
#include <linux/lockdep.h>

struct task_struct;

/* `waiters` holds only those whom a signal may call away; the others wait for `owner` itself. */
struct mutex {
	struct task_struct *volatile owner;
	struct unoops_lock_waiters waiters;
	unsigned int unoops_last;	/* only unlocking looks at it */
};
#define __MUTEX_INITIALIZER(name) { .owner = NULL, .waiters = UNOOPS_LOCK_WAITERS_INIT((name).waiters) }
#define DEFINE_MUTEX(name)	struct mutex name = __MUTEX_INITIALIZER(name)

void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key);
#define mutex_init(lock)	__mutex_init(lock, #lock, NULL)
void mutex_lock(struct mutex *lock);
int __must_check mutex_lock_interruptible(struct mutex *lock);
int __must_check mutex_lock_killable(struct mutex *lock);
int mutex_trylock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
int atomic_dec_and_mutex_lock(atomic_t *cnt, struct mutex *lock);
#define mutex_lock_nested(lock, subclass)	mutex_lock(lock)
#define mutex_lock_io(lock)			mutex_lock(lock)

static __always_inline bool mutex_is_locked(struct mutex *lock) { return READ_ONCE(lock->owner) != NULL; }
static __always_inline void mutex_destroy(struct mutex *lock) { (void)lock; }

#if UNOOPS_HAS_CLEANUP_H
DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))
DEFINE_GUARD_COND(mutex, _try, mutex_trylock(_T))
DEFINE_GUARD_COND(mutex, _intr, mutex_lock_interruptible(_T) == 0)
#endif

#endif
