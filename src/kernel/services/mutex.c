/* SPDX-License-Identifier: MIT */
/* kernel/locking/mutex.c; 4.4 ... 7.2. */
#include <linux/mutex.h>
#include "model.h"

void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key)
{
	lock->owner = NULL;
	lock->waiters.lock.locked = 0;
	INIT_LIST_HEAD(&lock->waiters.list);
}

static void taken(struct mutex *lock)
{
	current->unoops_mutexes++;
	current->unoops_mutex = lock;
	unoops_note(UNOOPS_LOCKED, lock, 0);
}

static bool take(void *_lock)
{
	struct mutex *lock = _lock;

	if (cmpxchg(&lock->owner, NULL, current))
		return false;
	taken(lock);
	return true;
}

/* One's own mutex is waited for like any other: forever. */
noinline void mutex_lock(struct mutex *lock)
{
	might_sleep();
	current->unoops_wants = lock;
	unoops_guard(&lock->owner, ~0u, 0);
	unoops_sleep_on_word(lock, &lock->owner, ~0u);
	lock->owner = current;
	current->unoops_wants = NULL;
	taken(lock);
}

static int lock_unless_signal(struct mutex *lock, unsigned int state)
{
	might_sleep();
	return unoops_wait_for_lock(lock, take, &lock->waiters, state, MAX_SCHEDULE_TIMEOUT);
}

int mutex_lock_interruptible(struct mutex *lock) { return lock_unless_signal(lock, TASK_INTERRUPTIBLE); }
int mutex_lock_killable(struct mutex *lock) { return lock_unless_signal(lock, TASK_KILLABLE); }

int mutex_trylock(struct mutex *lock)
{
	return take(lock);
}

void mutex_unlock(struct mutex *lock)
{
	if (lock->owner != current)
		unoops_trap(UNOOPS_BAD_LOCK, lock, "mutex_unlock() by a task that does not hold the mutex");
	current->unoops_mutexes--;
	if (current->unoops_mutex == lock)
		current->unoops_mutex = NULL;
	lock->owner = NULL;
	unoops_note(UNOOPS_UNLOCKED, lock, 0);
	/* where somebody waits wait_lock is taken when the mutex may be another's already: __mutex_unlock_slowpath() */
	unoops_look_back_at_lock(&lock->unoops_last);
	unoops_wake_waiters(&lock->waiters);
}

int atomic_dec_and_mutex_lock(atomic_t *cnt, struct mutex *lock)
{
	if (atomic_add_unless(cnt, -1, 1))
		return 0;
	mutex_lock(lock);
	if (atomic_dec_and_test(cnt))
		return 1;
	mutex_unlock(lock);
	return 0;
}
