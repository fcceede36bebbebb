/* SPDX-License-Identifier: MIT */
/* kernel/locking/rwsem.c; 4.4 ... 7.2. Writers are not preferred: either side may get it next. */
#include <linux/rwsem.h>
#include "model.h"

void __init_rwsem(struct rw_semaphore *sem, const char *name, struct lock_class_key *key)
{
	sem->count = 0;
	INIT_LIST_HEAD(&sem->waiters);
}

/* A reader is excluded by the writer bit, a writer by anybody. */
static __always_inline void take(struct rw_semaphore *sem, unsigned int hold)
{
	sem->count += hold;
	m_note(M_LOCKED, sem, 0);
}

static __always_inline void lock(struct rw_semaphore *sem, unsigned int excludes, unsigned int hold)
{
	might_sleep();
	sleep_on_word(&sem->count, excludes);
	take(sem, hold);
}

static int lock_unless_signal(struct rw_semaphore *sem, unsigned int excludes, unsigned int hold, unsigned int state)
{
	long timeout = MAX_SCHEDULE_TIMEOUT;
	int err;

	might_sleep();
	err = wait_for_lock(&sem->count, excludes, &sem->waiters, state, &timeout);
	if (!err)
		take(sem, hold);
	return err;
}

static int trylock(struct rw_semaphore *sem, unsigned int excludes, unsigned int hold)
{
	if (sem->count & excludes)
		return 0;
	take(sem, hold);
	return 1;
}

static void unlock(struct rw_semaphore *sem, unsigned int hold)
{
	if (!sem->count || (sem->count == RWSEM_WRITER) != (hold == RWSEM_WRITER))
		m_trap(M_BAD_LOCK, sem, "unlock of an rw_semaphore that is not held that way");
	sem->count -= hold;
	m_note(M_UNLOCKED, sem, 0);
	wake_waiters(&sem->waiters);
}

void down_read(struct rw_semaphore *sem) { lock(sem, RWSEM_WRITER, 1); }
int down_read_interruptible(struct rw_semaphore *sem) { return lock_unless_signal(sem, RWSEM_WRITER, 1, TASK_INTERRUPTIBLE); }
int down_read_killable(struct rw_semaphore *sem) { return lock_unless_signal(sem, RWSEM_WRITER, 1, TASK_KILLABLE); }
int down_read_trylock(struct rw_semaphore *sem) { return trylock(sem, RWSEM_WRITER, 1); }
void up_read(struct rw_semaphore *sem) { unlock(sem, 1); }

void down_write(struct rw_semaphore *sem) { lock(sem, ~0u, RWSEM_WRITER); }
int down_write_killable(struct rw_semaphore *sem) { return lock_unless_signal(sem, ~0u, RWSEM_WRITER, TASK_KILLABLE); }
int down_write_trylock(struct rw_semaphore *sem) { return trylock(sem, ~0u, RWSEM_WRITER); }
void up_write(struct rw_semaphore *sem) { unlock(sem, RWSEM_WRITER); }

void downgrade_write(struct rw_semaphore *sem)
{
	unlock(sem, RWSEM_WRITER);
	take(sem, 1);
}
