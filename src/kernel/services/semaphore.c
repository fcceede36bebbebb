/* SPDX-License-Identifier: MIT */
/* kernel/locking/semaphore.c; 4.4 ... 7.2. */
#include <linux/semaphore.h>
#include "model.h"

static void take(struct semaphore *sem)
{
	sem->count--;
	sem->none = sem->count == 0;
	m_note(M_LOCKED, sem, 0);
}

static int take_unless(struct semaphore *sem, unsigned int state, long timeout)
{
	int err;

	might_sleep();
	err = wait_for_lock(&sem->none, ~0u, &sem->waiters, state, &timeout);
	if (!err)
		take(sem);
	return err;
}

void down(struct semaphore *sem)
{
	might_sleep();
	sleep_on_word(&sem->none, ~0u);
	take(sem);
}

int down_interruptible(struct semaphore *sem) { return take_unless(sem, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT); }
int down_killable(struct semaphore *sem) { return take_unless(sem, TASK_KILLABLE, MAX_SCHEDULE_TIMEOUT); }
int down_timeout(struct semaphore *sem, long jiffies) { return take_unless(sem, TASK_UNINTERRUPTIBLE, jiffies); }

/* 1 when it could not be had, unlike mutex_trylock(). */
int down_trylock(struct semaphore *sem)
{
	if (sem->none)
		return 1;
	take(sem);
	return 0;
}

void up(struct semaphore *sem)
{
	sem->count++;
	sem->none = 0;
	m_note(M_UNLOCKED, sem, 0);
	wake_waiters(&sem->waiters);
}
