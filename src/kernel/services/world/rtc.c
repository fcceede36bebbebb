/* SPDX-License-Identifier: MIT */
/*
 * drivers/rtc/class.c, interface.c, dev.c, sysfs.c, lib.c; 4.4 ... 7.2. A process opens the clock, asks for one thing, and closes it; or it reads
 * the time in sysfs. The functions of the driver are called under ops_lock, and not any more when the clock is unregistered. An open clock holds
 * its module; an attribute does not.
 */
#include <linux/rtc.h>
#include <linux/slab.h>
#include "class_use.h"

struct rtc_file {
	struct happening session;
	struct list_head entry;
	struct rtc_device *rtc;
	bool gone;
};
static LIST_HEAD(rtc_files);

struct rtc_attribute {
	struct class_use use;
	struct rtc_device *rtc;
};

/* --- dates: a day's number is counted from 1 March of the year 0 ------------------------- */

int rtc_month_days(unsigned int month, unsigned int year)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month] + (is_leap_year(year) && month == 1);
}
int rtc_valid_tm(struct rtc_time *tm)
{
	if (tm->tm_year < 70 || (unsigned int)tm->tm_mon >= 12 || tm->tm_mday < 1 ||
	    tm->tm_mday > rtc_month_days(tm->tm_mon, tm->tm_year + 1900) ||
	    (unsigned int)tm->tm_hour >= 24 || (unsigned int)tm->tm_min >= 60 || (unsigned int)tm->tm_sec >= 60)
		return -EINVAL;
	return 0;
}

static long day_number(int year, int month, int day)
{
	if (month <= 2) {
		year--;
		month += 12;
	}
	return 365L * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + day - 1;
}
static long day_of_1970(void) { return day_number(1970, 1, 1); }

time64_t rtc_tm_to_time64(struct rtc_time *tm)
{
	time64_t days = day_number(tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday) - day_of_1970();

	return ((days * 24 + tm->tm_hour) * 60 + tm->tm_min) * 60 + tm->tm_sec;
}
void rtc_time64_to_tm(time64_t time, struct rtc_time *tm)
{
	long days = time / 86400, seconds = time % 86400, number, year;
	int month;

	if (seconds < 0) {
		seconds += 86400;
		days--;
	}
	number = days + day_of_1970();
	year = number / 366;
	while (day_number(year + 1, 3, 1) <= number)
		year++;
	for (month = 3; month < 12 && day_number(year, month + 1, 1) <= number; month++)
		;
	tm->tm_year = year - 1900;
	if (month == 12 && day_number(year + 1, 1, 1) <= number) {
		month = day_number(year + 1, 2, 1) <= number ? 2 : 1;
		tm->tm_year++;
		year++;
	}
	tm->tm_mon = month - 1;
	tm->tm_mday = number - day_number(year, month, 1) + 1;
	tm->tm_yday = number - day_number(year, 1, 1);
	tm->tm_wday = (days % 7 + 11) % 7;
	tm->tm_hour = seconds / 3600;
	tm->tm_min = seconds / 60 % 60;
	tm->tm_sec = seconds % 60;
	tm->tm_isdst = 0;
}

/* --- what is asked of the driver, under ops_lock ----------------------------------------- */

static int read_time(struct rtc_device *rtc, struct rtc_time *tm)
{
	if (!rtc->ops)
		return -ENODEV;
	if (!rtc->ops->read_time)
		return -EINVAL;
	*tm = (struct rtc_time){ 0 };
	return rtc->ops->read_time(rtc->dev.parent, tm);
}
static int set_time(struct rtc_device *rtc, struct rtc_time *tm)
{
	if (!rtc->ops)
		return -ENODEV;
	if (rtc->ops->set_time)
		return rtc->ops->set_time(rtc->dev.parent, tm);
#if !UNOOPS_SINCE(5, 4)
	if (rtc->ops->set_mmss64)
		return rtc->ops->set_mmss64(rtc->dev.parent, rtc_tm_to_time64(tm));
	if (rtc->ops->set_mmss)
		return rtc->ops->set_mmss(rtc->dev.parent, rtc_tm_to_time64(tm));
#endif
	return -EINVAL;
}
int rtc_read_time(struct rtc_device *rtc, struct rtc_time *tm)
{
	int err = mutex_lock_interruptible(&rtc->ops_lock);

	if (err)
		return err;
	err = read_time(rtc, tm);
	mutex_unlock(&rtc->ops_lock);
	return err ? err : rtc_valid_tm(tm);
}
int rtc_set_time(struct rtc_device *rtc, struct rtc_time *tm)
{
	int err = rtc_valid_tm(tm);

	if (!err)
		err = mutex_lock_interruptible(&rtc->ops_lock);
	if (err)
		return err;
	err = set_time(rtc, tm);
	mutex_unlock(&rtc->ops_lock);
	return err;
}

enum { RTC_CALL_READ, RTC_CALL_SET, RTC_CALL_READ_ALARM, RTC_CALL_SET_ALARM, RTC_CALL_ALARM_IRQ, RTC_CALL_IOCTL, RTC_CALLS };

static unsigned int rtc_calls(const struct rtc_class_ops *ops, unsigned char *calls)
{
	unsigned int n = 0;

	calls[n++] = RTC_CALL_READ;
	calls[n++] = RTC_CALL_SET;
	if (ops->read_alarm)
		calls[n++] = RTC_CALL_READ_ALARM;
	if (ops->set_alarm)
		calls[n++] = RTC_CALL_SET_ALARM;
	if (ops->alarm_irq_enable)
		calls[n++] = RTC_CALL_ALARM_IRQ;
	if (ops->ioctl)
		calls[n++] = RTC_CALL_IOCTL;
	return n;
}

static const struct rtc_time a_time = { .tm_year = 126, .tm_mon = 0, .tm_mday = 1, .tm_wday = 4 };

static void call_rtc_alarm(struct rtc_device *rtc, unsigned int call)
{
	const struct rtc_class_ops *ops = rtc->ops;
	struct device *dev = rtc->dev.parent;
	struct rtc_wkalrm alarm = { .enabled = 1, .time = a_time };

	switch (call) {
	case RTC_CALL_READ_ALARM:
		ops->read_alarm(dev, &alarm);
		break;
	case RTC_CALL_SET_ALARM:
		ops->set_alarm(dev, &alarm);
		break;
	case RTC_CALL_ALARM_IRQ:
		ops->alarm_irq_enable(dev, unoops_choose(2, ""));
		break;
	case RTC_CALL_IOCTL:
		ops->ioctl(dev, RTC_VL_READ, (unsigned long)USER_PAGE(USER_ZERO));
		break;
	}
}

static const char *const rtc_requests[RTC_CALLS] = { "RTC_RD_TIME", "RTC_SET_TIME", "RTC_WKALM_RD", "RTC_WKALM_SET", "RTC_AIE_ON", "RTC_VL_READ" };

static void call_rtc(struct rtc_device *rtc)
{
	unsigned char calls[RTC_CALLS];
	struct rtc_time tm = a_time;
	unsigned int call;

	if (mutex_lock_interruptible(&rtc->ops_lock))
		return;
	if (!rtc->ops) {
		mutex_unlock(&rtc->ops_lock);
		return;
	}
	call = calls[unoops_choose(rtc_calls(rtc->ops, calls), "")];
	unoops_tellf("ioctl(/dev/rtc0, %s)", rtc_requests[call]);
	if (call == RTC_CALL_READ)
		read_time(rtc, &tm);
	else if (call == RTC_CALL_SET)
		set_time(rtc, &tm);
	else
		call_rtc_alarm(rtc, call);
	mutex_unlock(&rtc->ops_lock);
}

/* Where drivers could, until 5.0, they were told of who opens the clock. */
#if UNOOPS_SINCE(5, 0)
static int open_rtc(struct rtc_device *rtc) { return 0; }
static void release_rtc(struct rtc_device *rtc) { }
#else
static int open_rtc(struct rtc_device *rtc) { return rtc->ops && rtc->ops->open ? rtc->ops->open(rtc->dev.parent) : 0; }
static void release_rtc(struct rtc_device *rtc)
{
	if (rtc->ops && rtc->ops->release)
		rtc->ops->release(rtc->dev.parent);
}
#endif

static void use_rtc(struct happening *h)
{
	struct rtc_file *file = (struct rtc_file *)h;
	struct rtc_device *rtc = file->rtc;
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	if (!file->gone && try_module_get(rtc->owner)) {
		struct module *owner = rtc->owner;

		get_device(&rtc->dev);
		if (!open_rtc(rtc)) {
			call_rtc(rtc);
			release_rtc(rtc);
		}
		put_device(&rtc->dev);
		module_put(owner);
	}
	unoops_end_session(tsk, seat);
}

static void use_rtc_attribute(struct class_use *cu)
{
	struct rtc_time tm;

	unoops_tellf("cat /sys/class/rtc/rtc0/time");
	rtc_read_time(((struct rtc_attribute *)cu)->rtc, &tm);
}

/* --- clocks ----------------------------------------------------------------------------- */

static void free_rtc(struct device *dev) { unoops_free(to_rtc_device(dev)); }

static struct rtc_device *new_rtc(struct device *parent)
{
	struct rtc_device *rtc;

	unoops_check_may_sleep("a clock is made in atomic context");
	if (unoops_fault("rtc_allocate_device"))
		return NULL;
	rtc = unoops_alloc(sizeof(*rtc), "rtc_device");
	mutex_init(&rtc->ops_lock);
	rtc->dev.parent = parent;
	rtc->dev.release = free_rtc;
	rtc->dev.kobj.name = "rtc0";
	rtc->features[0] = 1ul << RTC_FEATURE_ALARM | 1ul << RTC_FEATURE_UPDATE_INTERRUPT;
	rtc->max_user_freq = 64;
	device_initialize(&rtc->dev);
	return rtc;
}

/* The alarm is read, so that one that is set already is known. */
static int add_rtc(struct rtc_device *rtc, struct module *owner)
{
	struct rtc_wkalrm alarm = { 0 };
	struct rtc_attribute *attribute;
	struct rtc_file *file;
	int err;

	if (!rtc->ops)
		return -EINVAL;
	if (UNOOPS_SINCE(5, 11) && !rtc->ops->set_alarm)
		rtc->features[0] &= ~(1ul << RTC_FEATURE_ALARM);
	rtc->owner = owner;
	if (rtc->ops->read_alarm) {
		mutex_lock(&rtc->ops_lock);
		rtc->ops->read_alarm(rtc->dev.parent, &alarm);
		mutex_unlock(&rtc->ops_lock);
	}
	err = device_add(&rtc->dev);
	if (err)
		return err;
	file = unoops_new_deed(sizeof(*file), use_rtc);
	file->rtc = rtc;
	list_add_tail(&file->entry, &rtc_files);
	unoops_expect(&file->session);
	attribute = unoops_new_class_use(sizeof(*attribute), rtc, use_rtc_attribute);
	attribute->rtc = rtc;
	unoops_offer(&attribute->use);
	rtc->registered = true;
	return 0;
}

/* The kernel waits for readers of attributes under ops_lock, which they want; that is not the driver's fault, so here it waits before. */
static void remove_rtc(struct rtc_device *rtc)
{
	struct class_use *attribute = unoops_offered(rtc);
	struct rtc_file *file;

	if (attribute)
		unoops_withdraw(attribute);
	mutex_lock(&rtc->ops_lock);
	list_for_each_entry(file, &rtc_files, entry)
		if (file->rtc == rtc) {
			list_del(&file->entry);
			file->gone = true;
			unoops_call_off(&file->session, false);
			break;
		}
	device_del(&rtc->dev);
	rtc->ops = NULL;
	mutex_unlock(&rtc->ops_lock);
}

static void devm_rtc_unregister_device(void *rtc) { remove_rtc(rtc); }
static void devm_rtc_release_device(void *rtc) { put_device(&((struct rtc_device *)rtc)->dev); }

static struct rtc_device *devm_new_rtc(struct device *dev)
{
	struct rtc_device *rtc = new_rtc(dev);
	int err = rtc ? devm_add_action_or_reset(dev, devm_rtc_release_device, rtc) : -ENOMEM;

	return err ? ERR_PTR(err) : rtc;
}
static int devm_add_rtc(struct rtc_device *rtc, struct module *owner)
{
	int err = add_rtc(rtc, owner);

	return err ? err : devm_add_action_or_reset(rtc->dev.parent, devm_rtc_unregister_device, rtc);
}
#if UNOOPS_SINCE(4, 13)
struct rtc_device *devm_rtc_allocate_device(struct device *dev) { return devm_new_rtc(dev); }
#if UNOOPS_SINCE(5, 11)
int __devm_rtc_register_device(struct module *owner, struct rtc_device *rtc) { return devm_add_rtc(rtc, owner); }
#else
int __rtc_register_device(struct module *owner, struct rtc_device *rtc) { return devm_add_rtc(rtc, owner); }
#endif
#endif
struct rtc_device *devm_rtc_device_register(struct device *dev, const char *name, const struct rtc_class_ops *ops, struct module *owner)
{
	struct rtc_device *rtc = devm_new_rtc(dev);
	int err;

	if (IS_ERR(rtc))
		return rtc;
	rtc->ops = ops;
	err = devm_add_rtc(rtc, owner);
	return err ? ERR_PTR(err) : rtc;
}
#if !UNOOPS_SINCE(5, 1)
struct rtc_device *rtc_device_register(const char *name, struct device *dev, const struct rtc_class_ops *ops, struct module *owner)
{
	struct rtc_device *rtc = new_rtc(dev);
	int err;

	if (!rtc)
		return ERR_PTR(-ENOMEM);
	rtc->ops = ops;
	err = add_rtc(rtc, owner);
	if (!err)
		return rtc;
	put_device(&rtc->dev);
	return ERR_PTR(err);
}
void rtc_device_unregister(struct rtc_device *rtc)
{
	if (!rtc)
		return;
	remove_rtc(rtc);
	put_device(&rtc->dev);
}
#endif

void rtc_update_irq(struct rtc_device *rtc, unsigned long num, unsigned long events)
{
	if (!IS_ERR_OR_NULL(rtc))
		unoops_look_at(rtc->flags);
}
