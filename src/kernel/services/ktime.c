/* SPDX-License-Identifier: MIT */
#include <linux/ktime.h>
#include <unoops/machine.h>

/*
 * kernel/time/timekeeping.c; 4.4 ... 7.2. Between two readings no time passes, or an hour, which is longer
 * than anybody waits in a loop. Two such hours are tried: one for a wait to end, one for what comes after.
 */
#define HOURS	2

static unsigned int hours;

static u64 now(void)
{
	unoops_assume("clocks: no time passes between two readings, or an hour, twice at most");
	if (hours == HOURS)
		unoops_note(UNOOPS_CLOCK, &hours, 0);
	else if (unoops_choose(2, "an hour passes"))
		hours++;
	return 1000000000000ULL + hours * 3600 * NSEC_PER_SEC;
}

ktime_t ktime_get(void) { return now(); }
ktime_t ktime_get_real(void) { return now(); }
ktime_t ktime_get_boottime(void) { return now(); }
u64 ktime_get_ns(void) { return now(); }
u64 ktime_get_real_ns(void) { return now(); }
time64_t ktime_get_seconds(void) { return now() / NSEC_PER_SEC; }
time64_t ktime_get_real_seconds(void) { return now() / NSEC_PER_SEC; }
u64 local_clock(void) { return now(); }

void ktime_get_ts64(struct timespec64 *ts)
{
	ts->tv_sec = now() / NSEC_PER_SEC;
	ts->tv_nsec = 0;
}
void ktime_get_real_ts64(struct timespec64 *ts) { ktime_get_ts64(ts); }
