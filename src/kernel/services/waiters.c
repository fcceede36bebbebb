/* SPDX-License-Identifier: MIT */
/* Waiting for a sleeping lock. What the kernel does with a queue per lock, unoops_block() does. */
#include "model.h"

/* Until (*word & mask) of a lock is 0, whoever wakes the task in between; a store that follows takes the lock. */
void unoops_sleep_on_word(const void *lock, const volatile void *word, unsigned int mask)
{
	if (*(const volatile unsigned int *)word & mask) {
		unoops_note(UNOOPS_WAITS, lock, 0);
		*unoops_task_state_word(current) = TASK_UNINTERRUPTIBLE;
		unoops_block(word, mask, 0);
		*unoops_task_state_word(current) = TASK_RUNNING;
	}
	unoops_block(word, mask, 0);
}

/* Those whom a signal or the time may call away wait for two things, so each waits on its own state. */
struct waiter {
	struct list_head entry;
	struct task_struct *task;
};

/* The first member of a lock is who holds it. 0 when `take` had it, -EINTR when a signal that counts in `state` came first, -ETIME when the time was up. */
int unoops_wait_for_lock(void *lock, bool (*take)(void *lock), struct unoops_lock_waiters *waiters,
		  unsigned int state, long timeout)
{
	struct task_struct *tsk = current;
	struct waiter self = { .task = tsk };
	int err = 0;

	if (take(lock))
		return 0;
	unoops_note(UNOOPS_WAITS, lock, 0);
	if (timeout == MAX_SCHEDULE_TIMEOUT)
		tsk->unoops_wants = lock;
	unoops_lock(&waiters->lock);
	list_add_tail(&self.entry, &waiters->list);
	raw_spin_unlock(&waiters->lock);
	for (;;) {
		*unoops_task_state_word(tsk) = state;
		if (take(lock))
			break;
		err = signal_pending_state(state, tsk) ? -EINTR : timeout ? 0 : -ETIME;
		if (err)
			break;
		timeout = schedule_timeout(timeout);
	}
	*unoops_task_state_word(tsk) = TASK_RUNNING;
	tsk->unoops_wants = NULL;
	unoops_lock(&waiters->lock);
	list_del(&self.entry);
	raw_spin_unlock(&waiters->lock);
	return err;
}

void unoops_wake_waiters(struct unoops_lock_waiters *waiters)
{
	struct waiter *waiter;

	unoops_lock(&waiters->lock);
	list_for_each_entry(waiter, &waiters->list, entry)
		try_to_wake_up(waiter->task, TASK_NORMAL);
	raw_spin_unlock(&waiters->lock);
}
