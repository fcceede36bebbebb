/* SPDX-License-Identifier: MIT */
/* kernel/sched/completion.c; 4.4 ... 7.2. */
#include "model.h"

/* complete_all(): never used up. */
#define DONE_FOR_ALL	(UNOOPS_SINCE(4, 13) ? UINT_MAX : UINT_MAX / 2)

/*
 * A service is one step between the points where it sleeps, so the lock in x->wait is taken only
 * against whoever else holds it: nobody does while complete() runs.
 */
void complete(struct completion *x)
{
	if (x->done != DONE_FOR_ALL)
		x->done++;
	__wake_up(&x->wait, TASK_NORMAL, 1, NULL);
}

void complete_all(struct completion *x)
{
	x->done = DONE_FOR_ALL;
	__wake_up(&x->wait, TASK_NORMAL, 0, NULL);
}

bool try_wait_for_completion(struct completion *x)
{
	if (!x->done)
		return false;
	if (x->done != DONE_FOR_ALL)
		x->done--;
	return true;
}

bool completion_done(struct completion *x)
{
	return x->done != 0;
}

/* What is left of the timeout (at least 1), 0 when it was up, -ERESTARTSYS after a signal. */
static long wait_for_common(struct completion *x, long timeout, unsigned int state)
{
	struct wait_queue_entry entry = { .flags = WQ_FLAG_EXCLUSIVE, .private = current, .func = default_wake_function };
	long err = 0;

	might_sleep();
	if (!x->done) {
		m_note(M_WAITS, x, 0);
		list_add_tail(&entry.entry, &x->wait.head);
		while (!x->done && timeout && !err) {
			if (signal_pending_state(state, current)) {
				err = -ERESTARTSYS;
			} else {
				*task_state_word(current) = state;
				timeout = schedule_timeout(timeout);
			}
		}
		list_del(&entry.entry);
		if (err)
			return err;
	}
	return try_wait_for_completion(x) ? (timeout ? timeout : 1) : 0;
}

void wait_for_completion(struct completion *x) { wait_for_common(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE); }
void wait_for_completion_io(struct completion *x) { wait_for_common(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE); }

static int wait_unless_signal(struct completion *x, unsigned int state)
{
	long left = wait_for_common(x, MAX_SCHEDULE_TIMEOUT, state);

	return left == -ERESTARTSYS ? left : 0;
}
int wait_for_completion_interruptible(struct completion *x) { return wait_unless_signal(x, TASK_INTERRUPTIBLE); }
int wait_for_completion_killable(struct completion *x) { return wait_unless_signal(x, TASK_KILLABLE); }
#if UNOOPS_SINCE(6, 1)
int wait_for_completion_state(struct completion *x, unsigned int state) { return wait_unless_signal(x, state); }
#endif

unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_common(x, timeout, TASK_UNINTERRUPTIBLE);
}
unsigned long wait_for_completion_io_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_common(x, timeout, TASK_UNINTERRUPTIBLE);
}
long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_common(x, timeout, TASK_INTERRUPTIBLE);
}
long wait_for_completion_killable_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_common(x, timeout, TASK_KILLABLE);
}
