/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BOTTOM_HALF_H
#define _LINUX_BOTTOM_HALF_H

#include <linux/preempt.h>

#define local_bh_disable()	preempt_count_add(SOFTIRQ_DISABLE_OFFSET)
#define local_bh_enable()	preempt_count_sub(SOFTIRQ_DISABLE_OFFSET)

#endif
