/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TIME_H
#define _LINUX_TIME_H

#include <linux/types.h>

#define MSEC_PER_SEC	1000L
#define USEC_PER_MSEC	1000L
#define NSEC_PER_USEC	1000L
#define NSEC_PER_MSEC	1000000L
#define USEC_PER_SEC	1000000L
#define NSEC_PER_SEC	1000000000L

#define PSEC_PER_NSEC	1000L
#define FSEC_PER_SEC	1000000000000000LL

#if !UNOOPS_SINCE(5, 6)
struct timespec { __kernel_time_t tv_sec; long tv_nsec; };
struct timeval { __kernel_time_t tv_sec; suseconds_t tv_usec; };
#endif
struct __kernel_old_timeval { long tv_sec, tv_usec; };
struct tm { int tm_sec, tm_min, tm_hour, tm_mday, tm_mon; long tm_year; int tm_wday, tm_yday; };
void time64_to_tm(time64_t totalsecs, int offset, struct tm *result);
#define time_to_tm(secs, offset, result)	time64_to_tm(secs, offset, result)
struct timespec64 {
	time64_t tv_sec;
	long tv_nsec;
};

#endif
