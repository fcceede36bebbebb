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
	return 1000000000000ULL + (u64)hours * 3600 * NSEC_PER_SEC;
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
void ktime_get_raw_ts64(struct timespec64 *ts) { ktime_get_ts64(ts); }
void ktime_get_boottime_ts64(struct timespec64 *ts) { ktime_get_ts64(ts); }
void ktime_get_coarse_real_ts64(struct timespec64 *ts) { ktime_get_ts64(ts); }
u64 ktime_get_boottime_ns(void) { return now(); }
ktime_t ktime_get_raw(void) { return now(); }
u64 ktime_get_raw_ns(void) { return now(); }
time64_t ktime_get_boottime_seconds(void) { return now() / NSEC_PER_SEC; }

#if !UNOOPS_SINCE(5, 6)
void do_gettimeofday(struct timeval *tv) { *tv = (struct timeval){ now() / NSEC_PER_SEC, 0 }; }
void getnstimeofday(struct timespec *ts) { *ts = (struct timespec){ now() / NSEC_PER_SEC, 0 }; }
unsigned long get_seconds(void) { return now() / NSEC_PER_SEC; }
struct timespec current_kernel_time(void) { return (struct timespec){ now() / NSEC_PER_SEC, 0 }; }
#endif

/* kernel/time/timeconv.c; 4.4 ... 7.2. Only the time of day, on the first day. */
void time64_to_tm(time64_t totalsecs, int offset, struct tm *result)
{
	int rest = (int)((totalsecs + offset) % 86400);

	*result = (struct tm){ .tm_hour = rest / 3600, .tm_min = rest / 60 % 60, .tm_sec = rest % 60, .tm_mday = 1, .tm_year = 70 };
}
