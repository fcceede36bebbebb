/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_HRTIMER_H
#define _LINUX_HRTIMER_H

#include <linux/ktime.h>
#include <linux/timer.h>
#include <linux/rbtree.h>
#include <linux/sched.h>

/* kernel/time/hrtimer.c; 4.4 ... 7.2. A timer that is started may fire at any moment after. */
enum hrtimer_restart { HRTIMER_NORESTART, HRTIMER_RESTART };
enum hrtimer_mode {
	HRTIMER_MODE_ABS = 0x00, HRTIMER_MODE_REL = 0x01, HRTIMER_MODE_PINNED = 0x02, HRTIMER_MODE_SOFT = 0x04,
	HRTIMER_MODE_HARD = 0x08,
	HRTIMER_MODE_ABS_PINNED = 0x02, HRTIMER_MODE_REL_PINNED = 0x03, HRTIMER_MODE_ABS_SOFT = 0x04,
	HRTIMER_MODE_REL_SOFT = 0x05, HRTIMER_MODE_ABS_HARD = 0x08, HRTIMER_MODE_REL_HARD = 0x09,
};
#if !UNOOPS_SINCE(6, 18)
struct hrtimer_clock_base { ktime_t (*get_time)(void); };
#else
struct hrtimer_clock_base { clockid_t clockid; };
#endif
/* Without slack the soft and the hard time are one. */
struct hrtimer {
	union { ktime_t expires, _softexpires; struct { ktime_t expires; } node; };
	struct hrtimer_clock_base *base;
	enum hrtimer_restart (*function)(struct hrtimer *timer);
	u8 is_soft;
	void *unoops_armed;
};
#if UNOOPS_SINCE(6, 13)
void hrtimer_setup(struct hrtimer *timer, enum hrtimer_restart (*fn)(struct hrtimer *timer), clockid_t clock, enum hrtimer_mode mode);
void hrtimer_setup_on_stack(struct hrtimer *timer, enum hrtimer_restart (*fn)(struct hrtimer *timer), clockid_t clock, enum hrtimer_mode mode);
#endif
#if !UNOOPS_SINCE(6, 15)
void hrtimer_init(struct hrtimer *timer, clockid_t clock, enum hrtimer_mode mode);
#define hrtimer_init_on_stack	hrtimer_init
#endif
void hrtimer_start_range_ns(struct hrtimer *timer, ktime_t time, u64 delta, const enum hrtimer_mode mode);
static __always_inline void hrtimer_start(struct hrtimer *timer, ktime_t time, const enum hrtimer_mode mode)
{
	hrtimer_start_range_ns(timer, time, 0, mode);
}
#define hrtimer_start_expires(timer, mode)	hrtimer_start(timer, (timer)->expires, mode)
static __always_inline void hrtimer_restart(struct hrtimer *timer) { hrtimer_start_expires(timer, HRTIMER_MODE_ABS); }
int hrtimer_cancel(struct hrtimer *timer);
int hrtimer_try_to_cancel(struct hrtimer *timer);
bool hrtimer_active(const struct hrtimer *timer);
int hrtimer_callback_running(struct hrtimer *timer);
static __always_inline bool hrtimer_is_queued(struct hrtimer *timer) { return READ_ONCE(timer->unoops_armed) != NULL; }
u64 hrtimer_forward(struct hrtimer *timer, ktime_t now, ktime_t interval);
/* Where the clock stands makes no difference to the model. */
#define hrtimer_forward_now(timer, interval)	hrtimer_forward(timer, 0, interval)
#define hrtimer_get_remaining(timer)	((void)(timer), ns_to_ktime(1))
static __always_inline void hrtimer_set_expires(struct hrtimer *timer, ktime_t time) { timer->expires = time; }
static __always_inline void hrtimer_add_expires_ns(struct hrtimer *timer, u64 ns) { timer->expires += ns; }
static __always_inline ktime_t hrtimer_get_expires(const struct hrtimer *timer) { return timer->expires; }
#define hrtimer_cb_get_time(timer)	ktime_get()
#define hrtimer_resolution		1
static __always_inline void destroy_hrtimer_on_stack(struct hrtimer *timer) { (void)timer; }

/* A sleep, which may end at any time. */
int schedule_hrtimeout(ktime_t *expires, const enum hrtimer_mode mode);
int schedule_hrtimeout_range(ktime_t *expires, u64 delta, const enum hrtimer_mode mode);

#endif
