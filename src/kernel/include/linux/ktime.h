/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KTIME_H
#define _LINUX_KTIME_H

#include <linux/types.h>
#include <linux/time.h>
#include <linux/jiffies.h>

typedef unsigned long long cycles_t;

/* The clock stands still (an assumption that each reading states); differences may be anything. */
ktime_t ktime_get(void);
ktime_t ktime_get_real(void);
ktime_t ktime_get_boottime(void);
u64 ktime_get_ns(void);
u64 ktime_get_real_ns(void);
time64_t ktime_get_seconds(void);
time64_t ktime_get_real_seconds(void);
void ktime_get_ts64(struct timespec64 *ts);
void ktime_get_real_ts64(struct timespec64 *ts);
u64 local_clock(void);

u64 ktime_get_boottime_ns(void);
ktime_t ktime_get_raw(void);
u64 ktime_get_raw_ns(void);
time64_t ktime_get_boottime_seconds(void);
void ktime_get_raw_ts64(struct timespec64 *ts);
void ktime_get_boottime_ts64(struct timespec64 *ts);
void ktime_get_coarse_real_ts64(struct timespec64 *ts);
#define ktime_get_coarse()	ktime_get()
#define ktime_get_mono_fast_ns() ktime_get_ns()
#define sched_clock()		local_clock()
#define cpu_clock(cpu)		local_clock()
#define get_cycles()		((cycles_t)local_clock())
#if !UNOOPS_SINCE(5, 0)
void do_gettimeofday(struct timeval *tv);
struct timespec current_kernel_time(void);
#endif
#if !UNOOPS_SINCE(5, 6)
void getnstimeofday(struct timespec *ts);
unsigned long get_seconds(void);
#define getnstimeofday64(ts)	ktime_get_real_ts64(ts)
#endif
#define ktime_to_timespec64(kt)	ns_to_timespec64(kt)
static __always_inline struct timespec64 ns_to_timespec64(s64 ns) { return (struct timespec64){ ns / NSEC_PER_SEC, (long)(ns % NSEC_PER_SEC) }; }
static __always_inline s64 timespec64_to_ns(const struct timespec64 *ts) { return ts->tv_sec * NSEC_PER_SEC + ts->tv_nsec; }
static __always_inline struct timespec64 timespec64_sub(struct timespec64 a, struct timespec64 b) { return ns_to_timespec64(timespec64_to_ns(&a) - timespec64_to_ns(&b)); }
#define timespec64_to_ktime(ts)	((ktime_t)timespec64_to_ns(&(ts)))
#define CLOCK_REALTIME		0
#define CLOCK_MONOTONIC		1
#define CLOCK_MONOTONIC_RAW	4
#define CLOCK_BOOTTIME		7
#define ktime_sub_ns(kt, ns)	((kt) - (s64)(ns))
#define ktime_sub_us(kt, us)	((kt) - (s64)(us) * 1000)
#define ktime_equal(a, b)	((a) == (b))
#define ktime_add_safe(a, b)	((a) + (b))
#define ktime_divns(kt, div)	((kt) / (div))
#define KTIME_MAX		((s64)~((u64)1 << 63))
#define KTIME_SEC_MAX		(KTIME_MAX / NSEC_PER_SEC)
#define ktime_set(s, ns)	((ktime_t)(s) * NSEC_PER_SEC + (s64)(ns))
#define ktime_add(a, b)		((a) + (b))
#define ktime_sub(a, b)		((a) - (b))
#define ktime_add_ns(kt, ns)	((kt) + (s64)(ns))
#define ktime_add_us(kt, us)	((kt) + (s64)(us) * 1000)
#define ktime_add_ms(kt, ms)	((kt) + (s64)(ms) * 1000000)
#define ktime_to_ns(kt)		(kt)
#define ktime_to_us(kt)		((kt) / 1000)
#define ktime_to_ms(kt)		((kt) / 1000000)
#define ns_to_ktime(ns)		((ktime_t)(ns))
#define us_to_ktime(us)		((ktime_t)(us) * 1000)
#define ms_to_ktime(ms)		((ktime_t)(ms) * 1000000)
#define ktime_ms_delta(a, b)	ktime_to_ms((a) - (b))
#define ktime_us_delta(a, b)	ktime_to_us((a) - (b))
#define ktime_compare(a, b)	((void)(a), (void)(b), (int)unoops_choose(3, "ktime_compare") - 1)
#define ktime_after(a, b)	__compare_times(a, b, "ktime_after")
#define ktime_before(a, b)	__compare_times(a, b, "ktime_before")

#endif
