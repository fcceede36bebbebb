/* SPDX-License-Identifier: MIT */
/* kernel/sched/completion.c; 4.4 ... 7.2. */
#include "model.h"

/* complete_all(): never used up. */
#define DONE_FOR_ALL	(UNOOPS_SINCE(4, 13) ? UINT_MAX : UINT_MAX / 2)

#define LOCK(x)		unoops_lock(&(x)->wait.lock.rlock)
#define UNLOCK(x)	raw_spin_unlock(&(x)->wait.lock.rlock)

void complete(struct completion *x)
{
	LOCK(x);
	if (x->done != DONE_FOR_ALL)
		x->done++;
	__wake_up_locked(&x->wait, TASK_NORMAL, 1);
	UNLOCK(x);
}

void complete_all(struct completion *x)
{
	LOCK(x);
	x->done = DONE_FOR_ALL;
	__wake_up_locked(&x->wait, TASK_NORMAL, 0);
	UNLOCK(x);
}

static bool use_up(struct completion *x)
{
	if (!x->done)
		return false;
	if (x->done != DONE_FOR_ALL)
		x->done--;
	return true;
}

bool try_wait_for_completion(struct completion *x)
{
	bool done;

	LOCK(x);
	done = use_up(x);
	UNLOCK(x);
	return done;
}

bool completion_done(struct completion *x)
{
	return READ_ONCE(x->done) != 0;
}

/* Under the lock, which is open while the task sleeps: the same values as below. */
static long do_wait_for_common(struct completion *x, long timeout, unsigned int state)
{
	struct wait_queue_entry entry = { .flags = WQ_FLAG_EXCLUSIVE, .private = current, .func = default_wake_function };
	long err = 0;

	unoops_note(UNOOPS_WAITS, x, 0);
	list_add_tail(&entry.entry, &x->wait.head);
	do {
		if (signal_pending_state(state, current)) {
			err = -ERESTARTSYS;
			break;
		}
		*unoops_task_state_word(current) = state;
		UNLOCK(x);
		timeout = schedule_timeout(timeout);
		LOCK(x);
	} while (!x->done && timeout);
	list_del(&entry.entry);
	if (err)
		return err;
	return use_up(x) ? (timeout ? timeout : 1) : 0;
}

/* What is left of the timeout (at least 1), 0 when it was up, -ERESTARTSYS after a signal. */
static long wait_for_common(struct completion *x, long timeout, unsigned int state)
{
	might_sleep();
	LOCK(x);
	if (use_up(x))
		timeout = timeout ? timeout : 1;
	else if (timeout)
		timeout = do_wait_for_common(x, timeout, state);
	UNLOCK(x);
	return timeout;
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
