/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IOPOLL_H
#define _LINUX_IOPOLL_H

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/ktime.h>

/* include/linux/iopoll.h; 4.4 ... 7.2. Until the condition holds, or the time is up, which may be at once. */
int unoops_poll_time_is_up(unsigned long sleep_us, unsigned long long timeout_us);
#define UNOOPS_POLL(op, val, cond, sleep_us, timeout_us, args...) \
({ \
	int __unoops_err = 0; \
	for (;;) { \
		(val) = op(args); \
		if (cond) \
			break; \
		__unoops_err = unoops_poll_time_is_up(sleep_us, timeout_us); \
		if (__unoops_err) \
			break; \
	} \
	__unoops_err; \
})
#if UNOOPS_SINCE(5, 8)
#define read_poll_timeout(op, val, cond, sleep_us, timeout_us, sleep_first, args...) \
	UNOOPS_POLL(op, val, cond, sleep_us, timeout_us, args)
#define read_poll_timeout_atomic(op, val, cond, delay_us, timeout_us, delay_first, args...) \
	UNOOPS_POLL(op, val, cond, 0, timeout_us, args)
#endif
#define readx_poll_timeout(op, addr, val, cond, sleep_us, timeout_us)		UNOOPS_POLL(op, val, cond, sleep_us, timeout_us, addr)
#define readx_poll_timeout_atomic(op, addr, val, cond, delay_us, timeout_us)	UNOOPS_POLL(op, val, cond, 0, timeout_us, addr)
#define readb_poll_timeout(addr, val, cond, sleep_us, timeout_us)	readx_poll_timeout(readb, addr, val, cond, sleep_us, timeout_us)
#define readw_poll_timeout(addr, val, cond, sleep_us, timeout_us)	readx_poll_timeout(readw, addr, val, cond, sleep_us, timeout_us)
#define readl_poll_timeout(addr, val, cond, sleep_us, timeout_us)	readx_poll_timeout(readl, addr, val, cond, sleep_us, timeout_us)
#define readl_poll_timeout_atomic(addr, val, cond, delay_us, timeout_us) readx_poll_timeout_atomic(readl, addr, val, cond, delay_us, timeout_us)
#define readl_relaxed_poll_timeout(addr, val, cond, sleep_us, timeout_us) readx_poll_timeout(readl_relaxed, addr, val, cond, sleep_us, timeout_us)

#endif
