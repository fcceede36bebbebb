/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KTIME_H
#define _LINUX_KTIME_H

#include <linux/types.h>
#include <linux/time.h>
#include <linux/jiffies.h>

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

#define ktime_set(s, ns)	((ktime_t)(s) * NSEC_PER_SEC + (ns))
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
