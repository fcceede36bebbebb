/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RTC_H
#define _LINUX_RTC_H

#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/ioctl.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/seq_file.h>
#include <linux/timerqueue.h>
#include <linux/workqueue.h>

/* include/uapi/linux/rtc.h. */
struct rtc_time { int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst; };
struct rtc_wkalrm { unsigned char enabled, pending; struct rtc_time time; };
#define RTC_AIE_ON	_IO('p', 0x01)
#define RTC_AIE_OFF	_IO('p', 0x02)
#define RTC_UIE_ON	_IO('p', 0x03)
#define RTC_UIE_OFF	_IO('p', 0x04)
#define RTC_PIE_ON	_IO('p', 0x05)
#define RTC_PIE_OFF	_IO('p', 0x06)
#define RTC_ALM_SET	_IOW('p', 0x07, struct rtc_time)
#define RTC_ALM_READ	_IOR('p', 0x08, struct rtc_time)
#define RTC_RD_TIME	_IOR('p', 0x09, struct rtc_time)
#define RTC_SET_TIME	_IOW('p', 0x0a, struct rtc_time)
#define RTC_IRQP_READ	_IOR('p', 0x0b, unsigned long)
#define RTC_IRQP_SET	_IOW('p', 0x0c, unsigned long)
#define RTC_WKALM_SET	_IOW('p', 0x0f, struct rtc_wkalrm)
#define RTC_WKALM_RD	_IOR('p', 0x10, struct rtc_wkalrm)
#define RTC_VL_READ	_IOR('p', 0x13, int)
#define RTC_VL_CLR	_IO('p', 0x14)
#define RTC_IRQF	0x80
#define RTC_PF		0x40
#define RTC_AF		0x20
#define RTC_UF		0x10

/* drivers/rtc/class.c, interface.c, dev.c; 4.4 ... 7.2. */
struct rtc_class_ops {
#if !UNOOPS_SINCE(5, 0)
	int (*open)(struct device *dev);
	void (*release)(struct device *dev);
#endif
	int (*ioctl)(struct device *dev, unsigned int cmd, unsigned long arg);
	int (*read_time)(struct device *dev, struct rtc_time *tm);
	int (*set_time)(struct device *dev, struct rtc_time *tm);
	int (*read_alarm)(struct device *dev, struct rtc_wkalrm *alarm);
	int (*set_alarm)(struct device *dev, struct rtc_wkalrm *alarm);
	int (*proc)(struct device *dev, struct seq_file *seq);
#if !UNOOPS_SINCE(5, 4)
	int (*set_mmss64)(struct device *dev, time64_t secs);
	int (*set_mmss)(struct device *dev, unsigned long secs);
#endif
#if !UNOOPS_SINCE(4, 17)
	int (*read_callback)(struct device *dev, int data);
#endif
	int (*alarm_irq_enable)(struct device *dev, unsigned int enabled);
	int (*read_offset)(struct device *dev, long *offset);
	int (*set_offset)(struct device *dev, long offset);
};
#define RTC_FEATURE_ALARM		0
#define RTC_FEATURE_ALARM_RES_MINUTE	1
#define RTC_FEATURE_NEED_WEEK_DAY	2
#define RTC_FEATURE_ALARM_RES_2S	3
#define RTC_FEATURE_UPDATE_INTERRUPT	4
#define RTC_TIMESTAMP_BEGIN_1900	-2208988800LL
#define RTC_TIMESTAMP_BEGIN_2000	946684800LL
#define RTC_TIMESTAMP_END_2063		2966371199LL
#define RTC_TIMESTAMP_END_2099		4102444799LL
#define RTC_TIMESTAMP_END_9999		253402300799LL
struct rtc_device {
	struct device dev;
	struct module *owner;
	int id;
	const struct rtc_class_ops *ops;
	struct mutex ops_lock;
	unsigned long flags;
	int irq_freq, max_user_freq, uie_unsupported;
	unsigned long features[1];
	unsigned long set_offset_nsec;
	time64_t range_min, start_secs, offset_secs;
	u64 range_max;
	bool set_start_time, nvram_old_abi, registered;
};
#define to_rtc_device(d)	container_of(d, struct rtc_device, dev)

#if UNOOPS_SINCE(4, 13)
struct rtc_device *devm_rtc_allocate_device(struct device *dev);
#if UNOOPS_SINCE(5, 11)
int __devm_rtc_register_device(struct module *owner, struct rtc_device *rtc);
#define devm_rtc_register_device(rtc)	__devm_rtc_register_device(THIS_MODULE, rtc)
#else
int __rtc_register_device(struct module *owner, struct rtc_device *rtc);
#define rtc_register_device(rtc)	__rtc_register_device(THIS_MODULE, rtc)
#endif
#endif
struct rtc_device *devm_rtc_device_register(struct device *dev, const char *name, const struct rtc_class_ops *ops, struct module *owner);
#if !UNOOPS_SINCE(5, 1)
struct rtc_device *rtc_device_register(const char *name, struct device *dev, const struct rtc_class_ops *ops, struct module *owner);
void rtc_device_unregister(struct rtc_device *rtc);
void devm_rtc_device_unregister(struct device *dev, struct rtc_device *rtc);
#endif
void rtc_update_irq(struct rtc_device *rtc, unsigned long num, unsigned long events);
int rtc_read_time(struct rtc_device *rtc, struct rtc_time *tm);
int rtc_set_time(struct rtc_device *rtc, struct rtc_time *tm);
int rtc_valid_tm(struct rtc_time *tm);
int rtc_month_days(unsigned int month, unsigned int year);
time64_t rtc_tm_to_time64(struct rtc_time *tm);
void rtc_time64_to_tm(time64_t time, struct rtc_time *tm);
static __always_inline bool is_leap_year(unsigned int year) { return (!(year % 4) && year % 100) || !(year % 400); }
#if !UNOOPS_SINCE(5, 6)
static __always_inline void rtc_time_to_tm(unsigned long time, struct rtc_time *tm) { rtc_time64_to_tm(time, tm); }
static __always_inline int rtc_tm_to_time(struct rtc_time *tm, unsigned long *time) { *time = rtc_tm_to_time64(tm); return 0; }
#endif

#endif
