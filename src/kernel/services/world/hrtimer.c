/* SPDX-License-Identifier: MIT */
/*
 * kernel/time/hrtimer.c; 4.4 ... 7.2. A timer that is started may fire at any moment; times are read by nobody. Its function runs in
 * a hard interrupt, or in a softirq when its mode says so (4.16 on), and never twice at once.
 */
#include <linux/hrtimer.h>
#include "happening.h"

/* One time that a timer is started for; while it waits, the timer points here. */
struct hrtimer_expiry {
	struct happening fire;
	struct list_head entry;		/* in running_hrtimers */
	struct hrtimer *timer;
};
static LIST_HEAD(running_hrtimers);

static void arm(struct hrtimer *timer);

static struct hrtimer_expiry *running_hrtimer(const struct hrtimer *timer)
{
	struct hrtimer_expiry *expiry;

	list_for_each_entry(expiry, &running_hrtimers, entry)
		if (expiry->timer == timer)
			return expiry;
	return NULL;
}

static void __hrtimer_run_queues(struct happening *h)
{
	struct hrtimer_expiry *expiry = (struct hrtimer_expiry *)h, *before;
	struct hrtimer *timer = expiry->timer;
	struct task_struct *tsk;
	int restart;

	while (!h->off && (before = running_hrtimer(timer)))
		unoops_wait_for_happening(&before->fire);
	if (h->off)
		return;
	timer->unoops_armed = NULL;
	list_add(&expiry->entry, &running_hrtimers);
	tsk = unoops_enter_hardirq();
	if (timer->is_soft) {
		tsk->preempt_count = SOFTIRQ_OFFSET;
		tsk->irqs_off = 0;
	}
	restart = unoops_call_fn(timer->function, timer);
	if (timer->is_soft && tsk->preempt_count == SOFTIRQ_OFFSET)
		tsk->preempt_count = HARDIRQ_OFFSET;
	unoops_leave_hardirq(tsk, "the function of an hrtimer returns while a lock is held");
	/* The last touch of the timer: who waits for the function may free it then. */
	if (restart == HRTIMER_RESTART && !timer->unoops_armed) {
		timer->unoops_armed = expiry;
		h->left = 1;
	} else {
		h->off = true;
	}
	list_del(&expiry->entry);
}

static void arm(struct hrtimer *timer)
{
	struct hrtimer_expiry *expiry = unoops_new_happening(sizeof(*expiry), __hrtimer_run_queues, "timer", 1);

	expiry->timer = timer;
	expiry->fire.restarts = true;
	timer->unoops_armed = expiry;
	unoops_expect(&expiry->fire);
}

#if !UNOOPS_SINCE(6, 18)
static struct hrtimer_clock_base clock_base = { .get_time = ktime_get };
#else
static struct hrtimer_clock_base clock_base;
#endif

static void init(struct hrtimer *timer, enum hrtimer_mode mode)
{
	*timer = (struct hrtimer){ .base = &clock_base, .is_soft = UNOOPS_SINCE(4, 16) && (mode & HRTIMER_MODE_SOFT) };
}
#if !UNOOPS_SINCE(6, 15)
void hrtimer_init(struct hrtimer *timer, clockid_t clock, enum hrtimer_mode mode) { init(timer, mode); }
#endif
#if UNOOPS_SINCE(6, 13)
void hrtimer_setup(struct hrtimer *timer, enum hrtimer_restart (*fn)(struct hrtimer *timer), clockid_t clock, enum hrtimer_mode mode)
{
	init(timer, mode);
	timer->function = fn;
}
void hrtimer_setup_on_stack(struct hrtimer *timer, enum hrtimer_restart (*fn)(struct hrtimer *timer), clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_setup(timer, fn, clock, mode);
}
#endif

void hrtimer_start_range_ns(struct hrtimer *timer, ktime_t time, u64 delta, const enum hrtimer_mode mode)
{
#if UNOOPS_SINCE(6, 1)
	if (!timer->function) {
		unoops_warn("kernel/time/hrtimer.c", 0, "an hrtimer is started that has no function yet");
		return;
	}
#endif
	timer->expires = time;
	if (!timer->unoops_armed)
		arm(timer);
}

static bool disarm(struct hrtimer *timer)
{
	struct hrtimer_expiry *expiry = timer->unoops_armed;

	if (!expiry)
		return false;
	timer->unoops_armed = NULL;
	unoops_call_off(&expiry->fire, false);
	return true;
}

/* -1: its function runs, and nothing was done. */
int hrtimer_try_to_cancel(struct hrtimer *timer)
{
	return running_hrtimer(timer) ? -1 : disarm(timer);
}

/* Returns when it neither waits nor runs, even if the function starts it again. */
int hrtimer_cancel(struct hrtimer *timer)
{
	struct hrtimer_expiry *expiry;

	while ((expiry = running_hrtimer(timer)))
		unoops_wait_for_happening(&expiry->fire);
	return disarm(timer);
}

bool hrtimer_active(const struct hrtimer *timer) { return timer->unoops_armed || running_hrtimer(timer); }
int hrtimer_callback_running(struct hrtimer *timer) { return running_hrtimer(timer) != NULL; }

u64 hrtimer_forward(struct hrtimer *timer, ktime_t now, ktime_t interval) { return 1; }

int schedule_hrtimeout_range(ktime_t *expires, u64 delta, const enum hrtimer_mode mode) { return schedule_hrtimeout(expires, mode); }
