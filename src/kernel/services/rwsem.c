/* SPDX-License-Identifier: MIT */
/* kernel/locking/rwsem.c; 4.4 ... 7.2. Writers are not preferred: either side may get it next. */
#include <linux/rwsem.h>
#include "model.h"

void __init_rwsem(struct rw_semaphore *sem, const char *name, struct lock_class_key *key)
{
	sem->holder = NULL;
	sem->count = 0;
	sem->waiters.lock.locked = 0;
	INIT_LIST_HEAD(&sem->waiters.list);
}

static void taken_rwsem(struct rw_semaphore *sem, unsigned int hold)
{
	if (sem->count == hold)
		sem->holder = current;
	unoops_note(UNOOPS_LOCKED, sem, 0);
}

/* A reader is excluded by the writer bit, a writer by anybody. */
static __always_inline void lock(struct rw_semaphore *sem, unsigned int excludes, unsigned int hold)
{
	might_sleep();
	current->unoops_wants = sem;
	unoops_guard(&sem->count, excludes, 0);
	unoops_sleep_on_word(sem, &sem->count, excludes);
	(void)__atomic_fetch_add(&sem->count, hold, UNOOPS_ATOMIC_SC);
	current->unoops_wants = NULL;
	taken_rwsem(sem, hold);
}

static bool trylock(struct rw_semaphore *sem, unsigned int excludes, unsigned int hold)
{
	unsigned int count = sem->count;

	do
		if (count & excludes)
			return false;
	while (!try_cmpxchg(&sem->count, &count, count + hold));
	taken_rwsem(sem, hold);
	return true;
}
static bool take_read(void *sem) { return trylock(sem, UNOOPS_RWSEM_WRITER, 1); }
static bool take_write(void *sem) { return trylock(sem, ~0u, UNOOPS_RWSEM_WRITER); }

static int take_unless_signal(struct rw_semaphore *sem, bool (*take)(void *sem), unsigned int state)
{
	might_sleep();
	return unoops_wait_for_lock(sem, take, &sem->waiters, state, MAX_SCHEDULE_TIMEOUT);
}

/* `back` is what stays of the hold: a reader's, in downgrade_write(). */
static void unlock(struct rw_semaphore *sem, unsigned int hold, unsigned int back)
{
	if (!sem->count || (sem->count == UNOOPS_RWSEM_WRITER) != (hold == UNOOPS_RWSEM_WRITER))
		unoops_trap(UNOOPS_BAD_LOCK, sem, "unlock of an rw_semaphore that is not held that way");
	if (!back && (hold == UNOOPS_RWSEM_WRITER || sem->holder == current))
		sem->holder = NULL;
	(void)__atomic_fetch_sub(&sem->count, hold - back, UNOOPS_ATOMIC_SC);
	unoops_note(UNOOPS_UNLOCKED, sem, 0);
	/* where somebody waits rwsem_wake() takes wait_lock when the semaphore may be another's already */
	unoops_look_back_at_lock(&sem->unoops_last);
	unoops_wake_waiters(&sem->waiters);
}

noinline void down_read(struct rw_semaphore *sem) { lock(sem, UNOOPS_RWSEM_WRITER, 1); }
int down_read_interruptible(struct rw_semaphore *sem) { return take_unless_signal(sem, take_read, TASK_INTERRUPTIBLE); }
int down_read_killable(struct rw_semaphore *sem) { return take_unless_signal(sem, take_read, TASK_KILLABLE); }
int down_read_trylock(struct rw_semaphore *sem) { return take_read(sem); }
void up_read(struct rw_semaphore *sem) { unlock(sem, 1, 0); }

noinline void down_write(struct rw_semaphore *sem) { lock(sem, ~0u, UNOOPS_RWSEM_WRITER); }
int down_write_killable(struct rw_semaphore *sem) { return take_unless_signal(sem, take_write, TASK_KILLABLE); }
int down_write_trylock(struct rw_semaphore *sem) { return take_write(sem); }
void up_write(struct rw_semaphore *sem) { unlock(sem, UNOOPS_RWSEM_WRITER, 0); }

void downgrade_write(struct rw_semaphore *sem) { unlock(sem, UNOOPS_RWSEM_WRITER, 1); }
