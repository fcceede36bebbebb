/* SPDX-License-Identifier: MIT */
/* Waiting for a sleeping lock. What the kernel does with a queue per lock, unoops_block() does. */
#include "model.h"

/* From here on lies what is allocated, beside stacks; the linker says it. */
extern const char __heap_base[];

/* Written where somebody frees a lock who may have got it while its last holder still unlocks it. */
static volatile unsigned int freed_by_next_holder;

static void may_wait_for(const void *lock)
{
	if ((const char *)lock >= __heap_base)
		current->unoops_waited_for = lock;
}

/* What unlocking a mutex does last, and the unlocking of an rw_semaphore. */
void unoops_look_back_at_lock(const unsigned int *word)
{
	unoops_look_back(word, &freed_by_next_holder);
}

void unoops_free_lock(const void *object)
{
	struct task_struct *tsk = current;

	if (!tsk || !tsk->unoops_waited_for || !unoops_same_object(tsk->unoops_waited_for, object))
		return;
	tsk->unoops_waited_for = NULL;
	freed_by_next_holder = 0;
}

/* Until (*word & mask) of a lock is 0, whoever wakes the task in between; a store that follows takes the lock. */
void unoops_sleep_on_word(const void *lock, const volatile void *word, unsigned int mask)
{
	may_wait_for(lock);
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

	may_wait_for(lock);
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
