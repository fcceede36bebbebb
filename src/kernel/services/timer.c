/* SPDX-License-Identifier: MIT */
/*
 * kernel/time/timer.c; 4.4 ... 7.2. A timer that is armed may fire at any moment: `expires` is read by
 * nobody. Timers are taken to be on CPUs of their own, so that handlers of two timers may run
 * together, and a handler beside the task that arms or deletes its timer. One timer's handler never
 * runs twice at once.
 */
#include <linux/timer.h>
#include "model.h"

/*
 * One time that a timer is armed for, and the next one where it is armed again while its handler runs. While it waits, `first` is the
 * bucket that holds the timer.
 */
struct expiry {
	struct hlist_head bucket;
	struct timer_list *timer;	/* NULL: it runs, or was deleted */
	struct timer_list *running;	/* whose handler runs */
	struct list_head entry;		/* in running_timers */
	unsigned int runs;
	unsigned int over;
	unsigned int waiters;
};

static raw_spinlock_t base_lock;
static LIST_HEAD(running_timers);

static struct expiry *running_expiry(const struct timer_list *timer)
{
	struct expiry *expiry;

	list_for_each_entry(expiry, &running_timers, entry)
		if (expiry->running == timer)
			return expiry;
	return NULL;
}

static __always_inline void put_expiry(struct expiry *expiry)
{
	if (expiry->over && !expiry->waiters)
		unoops_free(expiry);
}

/* Under base_lock, which is open meanwhile. */
static void wait_for_handler(struct expiry *expiry)
{
	expiry->waiters++;
	raw_spin_unlock(&base_lock);
	unoops_block(&expiry->runs, ~0u, 0);
	unoops_lock(&base_lock);
	expiry->waiters--;
	put_expiry(expiry);
}

static void call_timer_fn(struct timer_list *timer)
{
#if !UNOOPS_TIMER_TAKES_DATA
	(void)unoops_call_fn(timer->function, timer);
#else
	(void)unoops_call_fn(timer->function, timer->data);
#endif
}

/* The timer is taken off its bucket as the kernel does it: first moved to a list of its own, then unhashed. */
static __always_inline void detach_timer(struct timer_list *timer, struct expiry *expiry)
{
	struct hlist_node *next;

	timer->entry.pprev = &expiry->bucket.first;
	next = timer->entry.next;
	if (next)
		next->pprev = &expiry->bucket.first;
	timer->entry.pprev = NULL;
}

static void __run_timers(struct expiry *expiry)
{
	unoops_lock(&base_lock);
	if (expiry->timer) {
		detach_timer(expiry->timer, expiry);
		expiry->running = expiry->timer;
		expiry->timer = NULL;
		expiry->runs = 1;
		list_add(&expiry->entry, &running_timers);
		raw_spin_unlock(&base_lock);
		call_timer_fn(expiry->running);
		unoops_lock(&base_lock);
		list_del(&expiry->entry);
		expiry->running = NULL;
		expiry->runs = 0;
	}
	if (!expiry->timer) {
		expiry->over = 1;
		put_expiry(expiry);
	}
	raw_spin_unlock(&base_lock);
}

static void run_timer_softirq(void *expiry)
{
	unoops_enter_softirq();
	__run_timers(expiry);
	unoops_leave_softirq();
}

/*
 * What is to come is named after who asked for it: a timer, or work that is put off. A timer whose handler runs is on the base of that
 * CPU, and stays there until it is over: __mod_timer() moves no timer that runs.
 */
static void enqueue_timer(struct timer_list *timer)
{
	const char *name = unoops_is_delayed_work_timer(timer) ? "delayed work" : "timer";
	struct expiry *expiry = running_expiry(timer);

	if (!expiry || !unoops_run_again(run_timer_softirq, expiry, expiry, name)) {
		expiry = unoops_alloc_for(timer, sizeof(*expiry), "expiry");
		unoops_spawn_for(timer, run_timer_softirq, expiry, name);
	}
	expiry->timer = timer;
	timer->entry.next = NULL;
	timer->entry.pprev = &expiry->bucket.first;
}

/* Under base_lock. Was it armed? */
static bool detach_if_pending(struct timer_list *timer)
{
	struct expiry *expiry;

	if (!timer_pending(timer))
		return false;
	expiry = container_of(timer->entry.pprev, struct expiry, bucket.first);
	timer->entry.pprev = NULL;
	expiry->timer = NULL;
	if (unoops_unspawn(run_timer_softirq, expiry) && !expiry->running) {
		expiry->over = 1;
		put_expiry(expiry);
	}
	return true;
}

#if !UNOOPS_TIMER_TAKES_DATA
void init_timer_key(struct timer_list *timer, UNOOPS_TIMER_FUNCTION(fn), unsigned int flags, const char *name, struct lock_class_key *key)
{
	timer->entry.pprev = NULL;
	timer->function = fn;
	timer->flags = flags;
}
#else
void init_timer_key(struct timer_list *timer, unsigned int flags, const char *name, struct lock_class_key *key)
{
	timer->entry.pprev = NULL;
	timer->flags = flags;
}
#endif

/* A timer that was shut down is left alone; before there was such a thing it was a bug. */
static bool may_be_armed(const struct timer_list *timer)
{
	if (!timer->function && !UNOOPS_HAS_TIMER_DELETE)
		unoops_trap(UNOOPS_BUG, timer, "mod_timer() of a timer without a function");
	return timer->function != NULL;
}

/* Moving an armed timer changes nothing: it may fire at any moment in any case. */
static int __mod_timer(struct timer_list *timer, bool pending_only)
{
	bool pending;

	if (!may_be_armed(timer))
		return 0;
	unoops_lock(&base_lock);
	pending = timer_pending(timer);
	if (!pending && !pending_only)
		enqueue_timer(timer);
	raw_spin_unlock(&base_lock);
	return pending;
}

int mod_timer(struct timer_list *timer, unsigned long expires) { return __mod_timer(timer, false); }
int mod_timer_pending(struct timer_list *timer, unsigned long expires) { return __mod_timer(timer, true); }
#if !UNOOPS_TIMER_TAKES_DATA
int timer_reduce(struct timer_list *timer, unsigned long expires) { return __mod_timer(timer, false); }
#endif

void add_timer(struct timer_list *timer)
{
	if (!timer_pending(timer))
		__mod_timer(timer, false);
	else if (UNOOPS_HAS_TIMER_DELETE)
		unoops_warn("kernel/time/timer.c", 0, "add_timer() of a timer that is pending");
	else
		unoops_trap(UNOOPS_BUG, timer, "add_timer() of a timer that is pending");
}
void add_timer_on(struct timer_list *timer, int cpu) { add_timer(timer); }

/* Under base_lock, which it opens. */
static int delete_pending(struct timer_list *timer, bool shutdown)
{
	int ret = detach_if_pending(timer);

	if (shutdown)
		timer->function = NULL;
	raw_spin_unlock(&base_lock);
	return ret;
}

static int __timer_delete(struct timer_list *timer, bool shutdown)
{
	unoops_lock(&base_lock);
	return delete_pending(timer, shutdown);
}

/* Returns when the timer is not armed and its handler does not run, even if the handler arms it again. */
static int __timer_delete_sync(struct timer_list *timer, bool shutdown)
{
	struct expiry *expiry;

	unoops_lock(&base_lock);
	while ((expiry = running_expiry(timer)))
		wait_for_handler(expiry);
	return delete_pending(timer, shutdown);
}

int unoops_delete_timer_sync(struct timer_list *timer) { return __timer_delete_sync(timer, false); }
#if UNOOPS_HAS_TIMER_DELETE
int timer_delete(struct timer_list *timer) { return __timer_delete(timer, false); }
int timer_delete_sync(struct timer_list *timer) { return __timer_delete_sync(timer, false); }
int timer_shutdown(struct timer_list *timer) { return __timer_delete(timer, true); }
int timer_shutdown_sync(struct timer_list *timer) { return __timer_delete_sync(timer, true); }
#else
int del_timer(struct timer_list *timer) { return __timer_delete(timer, false); }
int del_timer_sync(struct timer_list *timer) { return __timer_delete_sync(timer, false); }
#endif

/* Whether it was pending; -1 when its handler runs, and nothing was done. */
int unoops_try_to_delete_timer(struct timer_list *timer)
{
	int ret = -1;

	unoops_lock(&base_lock);
	if (!running_expiry(timer))
		ret = detach_if_pending(timer);
	raw_spin_unlock(&base_lock);
	return ret;
}
#if !UNOOPS_HAS_TIMER_CONTAINER_OF
int try_to_del_timer_sync(struct timer_list *timer) { return unoops_try_to_delete_timer(timer); }
#else
int timer_delete_sync_try(struct timer_list *timer) { return unoops_try_to_delete_timer(timer); }
#endif
