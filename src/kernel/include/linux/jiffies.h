/* SPDX-License-Identifier: MIT */
/*
 * Time is no counter here: jiffies reads as a constant, and every comparison of two times may go
 * either way. That covers what the kernel does, and keeps equal states equal. The machine sees
 * when jiffies reaches a decision without time_after() and its kin, and the verdict says so.
 */
#ifndef _LINUX_JIFFIES_H
#define _LINUX_JIFFIES_H

#include <linux/types.h>
#include <linux/limits.h>
#include <linux/time.h>
#include <unoops/machine.h>

#ifdef UNOOPS_ARM
#define HZ	100
#else
#define HZ	250
#endif
#define MAX_JIFFY_OFFSET	((LONG_MAX >> 1) - 1)

extern unsigned long volatile jiffies;
#define jiffies_64		((u64)jiffies)
#define get_jiffies_64()	jiffies_64

#define __compare_times(a, b, what)	((void)(a), (void)(b), unoops_choose(2, what))
#define time_after(a, b)	__compare_times(a, b, "time_after")
#define time_before(a, b)	__compare_times(a, b, "time_before")
#define time_after_eq(a, b)	__compare_times(a, b, "time_after_eq")
#define time_before_eq(a, b)	__compare_times(a, b, "time_before_eq")
#define time_after64(a, b)	time_after(a, b)
#define time_before64(a, b)	time_before(a, b)
#define time_in_range(a, b, c)	((void)(c), __compare_times(a, b, "time_in_range"))
#define time_is_before_jiffies(a)	__compare_times(a, 0, "time_is_before_jiffies")
#define time_is_after_jiffies(a)	__compare_times(a, 0, "time_is_after_jiffies")
#define time_is_before_eq_jiffies(a)	__compare_times(a, 0, "time_is_before_eq_jiffies")
#define time_is_after_eq_jiffies(a)	__compare_times(a, 0, "time_is_after_eq_jiffies")

static __always_inline unsigned int jiffies_to_msecs(unsigned long j) { return j * (1000 / HZ); }
static __always_inline unsigned int jiffies_to_usecs(unsigned long j) { return j * (1000000 / HZ); }
static __always_inline unsigned long msecs_to_jiffies(unsigned int m)
{
	return (int)m < 0 ? MAX_JIFFY_OFFSET : m / (1000 / HZ) + (m % (1000 / HZ) != 0);
}
static __always_inline unsigned long usecs_to_jiffies(unsigned int u) { return u / (1000000 / HZ) + (u % (1000000 / HZ) != 0); }
static __always_inline unsigned long nsecs_to_jiffies(u64 n) { return n / (1000000000 / HZ); }
#define secs_to_jiffies(s)	((s) * HZ)
#define TICK_NSEC	((NSEC_PER_SEC + HZ / 2) / HZ)
#define jiffies_to_nsecs(j)	((u64)(j) * (NSEC_PER_SEC / HZ))
#define timespec64_to_jiffies(ts)	((unsigned long)(ts)->tv_sec * HZ)
#define INITIAL_JIFFIES	((unsigned long)(unsigned int)(-300 * HZ))
#define time_is_before_jiffies64(a)	time_is_before_jiffies(a)
#define time_in_range_open(a, b, c)	time_in_range(a, b, c)
#define time_before_eq64(a, b)	time_before_eq(a, b)
#define time_after_eq64(a, b)	time_after_eq(a, b)
#define round_jiffies_up(j)	(j)
#define round_jiffies_up_relative(j) (j)
#define round_jiffies(j)	(j)
#define round_jiffies_relative(j) (j)

#endif
