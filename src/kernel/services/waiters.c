/* SPDX-License-Identifier: MIT */
/* Waiting for a sleeping lock. What the kernel does with a queue per lock, m_block() does. */
#include "model.h"

static bool is_free(const volatile void *word, unsigned int mask)
{
	return (*(const volatile unsigned int *)word & mask) == 0;
}

void sleep_on_word(const volatile void *word, unsigned int mask)
{
	if (is_free(word, mask))
		return;
	m_note(M_WAITS, word, 0);
	*task_state_word(current) = TASK_UNINTERRUPTIBLE;
	m_block(word, mask, 0);
	*task_state_word(current) = TASK_RUNNING;
}

/* Until (*word & mask) is 0; -EINTR when a signal that counts in `state` came first, -ETIME when
 * the time was up. A waiter for two things at once has to be woken and look again. */
int wait_for_lock(const volatile void *word, unsigned int mask, struct list_head *waiters,
		  unsigned int state, long *timeout)
{
	struct task_struct *tsk = current;
	struct waiter self = { .task = tsk };
	int err = 0;

	if (is_free(word, mask))
		return 0;
	m_note(M_WAITS, word, 0);
	list_add_tail(&self.entry, waiters);
	while (!is_free(word, mask)) {
		err = signal_pending_state(state, tsk) ? -EINTR : *timeout ? 0 : -ETIME;
		if (err)
			break;
		*task_state_word(tsk) = state;
		*timeout = schedule_timeout(*timeout);
	}
	*task_state_word(tsk) = TASK_RUNNING;
	list_del(&self.entry);
	return err;
}

void wake_waiters(struct list_head *waiters)
{
	struct waiter *waiter;

	list_for_each_entry(waiter, waiters, entry)
		*task_state_word(waiter->task) = TASK_RUNNING;
}
