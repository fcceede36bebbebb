/* SPDX-License-Identifier: MIT */
#include <linux/jiffies.h>

/* kernel/time/timer.c; 4.4 ... 7.2. Five minutes before it wraps, as at the boot of a real kernel. */
unsigned long volatile jiffies = (unsigned long)(-300 * HZ);
