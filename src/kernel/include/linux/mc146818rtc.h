/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MC146818RTC_H
#define _LINUX_MC146818RTC_H

#include <linux/bcd.h>
#include <linux/io.h>
#include <linux/rtc.h>
#include <linux/spinlock.h>

/* include/linux/mc146818rtc.h; 4.4 ... 7.2. The clock answers as every port does. */
extern spinlock_t rtc_lock;
#define RTC_PORT(x)	(0x70 + (x))
#define CMOS_READ(addr)	({ outb((addr), RTC_PORT(0)); inb(RTC_PORT(1)); })
#define CMOS_WRITE(val, addr)	({ outb((addr), RTC_PORT(0)); outb((val), RTC_PORT(1)); })
#define RTC_SECONDS		0
#define RTC_SECONDS_ALARM	1
#define RTC_MINUTES		2
#define RTC_MINUTES_ALARM	3
#define RTC_HOURS		4
#define RTC_HOURS_ALARM		5
#define RTC_DAY_OF_WEEK		6
#define RTC_DAY_OF_MONTH	7
#define RTC_MONTH		8
#define RTC_YEAR		9
#define RTC_REG_A		10
#define RTC_REG_B		11
#define RTC_REG_C		12
#define RTC_REG_D		13
#define RTC_CONTROL		RTC_REG_B
#define RTC_FREQ_SELECT		RTC_REG_A
#define RTC_INTR_FLAGS		RTC_REG_C
#define RTC_VALID		RTC_REG_D
#define RTC_UIP			0x80
#define RTC_DM_BINARY		0x04
#define RTC_24H			0x02
#define RTC_ALWAYS_BCD		1

#endif
