/* SPDX-License-Identifier: MIT */
/* kernel/locking/semaphore.c; 4.4 ... 7.2. */
#include <linux/semaphore.h>
#include "model.h"

static bool take_count(void *_sem)
{
	struct semaphore *sem = _sem;
	bool taken;

	unoops_lock(&sem->waiters.lock);
	taken = sem->count > 0;
	if (taken) {
		sem->none = --sem->count == 0;
		if (sem->is_lock)
			sem->holder = current;
	}
	raw_spin_unlock(&sem->waiters.lock);
	if (taken)
		unoops_note(UNOOPS_LOCKED, sem, 0);
	return taken;
}

static int take_unless(struct semaphore *sem, unsigned int state, long timeout)
{
	might_sleep();
	return unoops_wait_for_lock(sem, take_count, &sem->waiters, state, timeout);
}

noinline void down(struct semaphore *sem)
{
	might_sleep();
	current->unoops_wants = sem;
	unoops_guard(&sem->none, ~0u, 0);
	do
		unoops_sleep_on_word(sem, &sem->none, ~0u);
	while (!take_count(sem));
	current->unoops_wants = NULL;
}

int down_interruptible(struct semaphore *sem) { return take_unless(sem, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT); }
int down_killable(struct semaphore *sem) { return take_unless(sem, TASK_KILLABLE, MAX_SCHEDULE_TIMEOUT); }
int down_timeout(struct semaphore *sem, long timeout) { return take_unless(sem, TASK_UNINTERRUPTIBLE, timeout); }

/* 1 when it could not be had, unlike mutex_trylock(). */
int down_trylock(struct semaphore *sem)
{
	return !take_count(sem);
}

void up(struct semaphore *sem)
{
	unoops_lock(&sem->waiters.lock);
	sem->count++;
	if (sem->holder != current)
		sem->is_lock = false;
	sem->holder = NULL;
	sem->none = 0;
	raw_spin_unlock(&sem->waiters.lock);
	unoops_note(UNOOPS_UNLOCKED, sem, 0);
	unoops_wake_waiters(&sem->waiters);
}
