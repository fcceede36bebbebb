/* SPDX-License-Identifier: MIT */
#include "happening.h"

/* Taken where no task is current yet, so it is not a lock that counts. */
static volatile unsigned int happenings_locked;

static void lock_happenings(void)
{
	unoops_block(&happenings_locked, ~0u, 0);
	happenings_locked = 1;
}
static void unlock_happenings(void) { happenings_locked = 0; }

void *unoops_new_happening(unsigned int size, void (*happen)(struct happening *self), const char *name, unsigned int times)
{
	struct happening *h = unoops_alloc(size, "registration");

	h->happen = happen;
	h->name = name;
	h->left = times;
	return h;
}

unsigned int unoops_times(const char *what)
{
	unsigned int times = unoops_uses();

	unoops_assume_times(what, times);
	return times;
}

unsigned int unoops_times_by_users(const char *what) { return unoops_users() ? unoops_times(what) : 0; }

static __always_inline void put_happening(struct happening *h)
{
	if (h->off && !h->running && !h->waiters)
		unoops_free(h);
}

static void come_to_pass(void *_h);

void unoops_expect(struct happening *h)
{
	if (h->left && !h->off)
		unoops_spawn(come_to_pass, h, NULL, h->name);
}

static void come_to_pass(void *_h)
{
	struct happening *h = _h;
	bool happens;

	lock_happenings();
	h->left--;
	happens = !h->off;
	h->running += happens;
	/* They are all alike, so the second may as well begin after the first. */
	if (h->overlaps)
		unoops_expect(h);
	unlock_happenings();
	if (happens)
		h->happen(h);
	lock_happenings();
	h->running -= happens;
	if (h->restarts && h->left && !h->off)
		unoops_run_again(come_to_pass, h, h, h->name);
	else if (!h->overlaps)
		unoops_expect(h);
	put_happening(h);
	unlock_happenings();
	unoops_exit();
}

void unoops_wait_for_happening(struct happening *h)
{
	lock_happenings();
	if (h->running) {
		h->waiters++;
		unlock_happenings();
		unoops_note(UNOOPS_WAITS, h, 0);
		unoops_block(&h->running, ~0u, 0);
		lock_happenings();
		h->waiters--;
		put_happening(h);
	}
	unlock_happenings();
}

bool unoops_call_off(struct happening *h, bool wait)
{
	bool pending;

	lock_happenings();
	h->off = true;
	pending = unoops_unspawn(come_to_pass, h);
	if (h->running && wait) {
		unlock_happenings();
		unoops_wait_for_happening(h);
		return pending;
	}
	put_happening(h);
	unlock_happenings();
	return pending;
}

struct task_struct *unoops_enter_hardirq(void)
{
	struct task_struct *tsk = unoops_alloc(sizeof(*tsk), "hardirq");

	unoops_act_as(tsk);
	unoops_init_task_usage(tsk);
	unoops_describe_task(tsk);
	tsk->preempt_count = HARDIRQ_OFFSET;
	tsk->irqs_off = 1;
	__set_task_comm(tsk, "swapper/0", false);
	unoops_begin_handler(tsk);
	return tsk;
}

void unoops_leave_hardirq(struct task_struct *tsk, const char *held)
{
	if (tsk->preempt_count != HARDIRQ_OFFSET)
		unoops_trap(UNOOPS_BAD_CALL, tsk, held);
	unoops_end_handler(tsk);
	unoops_act_as(NULL);
	unoops_free(tsk);
}

struct mm_struct unoops_user_mm = { .mm_users = ATOMIC_INIT(1), .mm_count = ATOMIC_INIT(1) };

struct task_struct *unoops_enter_process(const char *comm)
{
	struct task_struct *tsk = unoops_new_task("task_struct");

	unoops_act_as(tsk);
	tsk->mm = tsk->active_mm = &unoops_user_mm;
	tsk->allowed = sigmask(SIGINT);
	__set_task_comm(tsk, comm, false);
	return tsk;
}

struct task_struct *unoops_enter_worker(const char *comm)
{
	struct task_struct *tsk = unoops_enter_process(comm);

	tsk->mm = NULL;
	tsk->allowed = 0;
	return tsk;
}

/* What the process did goes with it, unless somebody took a reference. */
void unoops_leave_process(struct task_struct *tsk)
{
	if (tsk->preempt_count || tsk->irqs_off || tsk->rcu_read_lock_nesting)
		unoops_trap(UNOOPS_BAD_CALL, tsk, "a system call returns while a lock is held, or interrupts are off");
	if (tsk->unoops_mutexes)
		unoops_trap(UNOOPS_BAD_CALL, tsk->unoops_mutex, "a process ends while it holds a mutex, which nobody else can give back");
	unoops_act_as(NULL);
	tsk->flags |= PF_EXITING;
	tsk->exit_state = EXIT_DEAD;
	*unoops_task_state_word(tsk) = TASK_DEAD;
#if !UNOOPS_TASK_USAGE_REFCOUNT
	put_task_struct(tsk);
#endif
	put_task_struct(tsk);
}

void unoops_tellf(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	unoops_tell(fmt, args);
	va_end(args);
}

void unoops_tell_recordf(int which, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	unoops_tell_record(which, fmt, args);
	va_end(args);
}
