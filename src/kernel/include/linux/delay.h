/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H

#include <linux/sched.h>
#include <linux/jiffies.h>

void msleep(unsigned int msecs);
unsigned long msleep_interruptible(unsigned int msecs);
void ssleep(unsigned int seconds);
void usleep_range(unsigned long min, unsigned long max);
#define usleep_range_state(min, max, state)	usleep_range(min, max)
#define usleep_idle_range(min, max)	usleep_range(min, max)
#if UNOOPS_SINCE(5, 8)
#define fsleep(usecs)	usleep_range(usecs, 2 * (usecs))
#endif

extern unsigned long loops_per_jiffy;
/* Busy waiting. */
#define udelay(n)	__delay(n)
#define ndelay(n)	__delay(n)
#define mdelay(n)	__delay(n)

#endif
