/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_WATCHDOG_H
#define _LINUX_WATCHDOG_H

#include <linux/bitops.h>
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/ioctl.h>
#include <linux/kernel.h>
#include <linux/notifier.h>
#include <linux/types.h>

/* include/uapi/linux/watchdog.h. */
#define WATCHDOG_IOCTL_BASE	'W'
struct watchdog_info { u32 options, firmware_version; u8 identity[32]; };
#define WDIOC_GETSUPPORT	_IOR(WATCHDOG_IOCTL_BASE, 0, struct watchdog_info)
#define WDIOC_GETSTATUS		_IOR(WATCHDOG_IOCTL_BASE, 1, int)
#define WDIOC_GETBOOTSTATUS	_IOR(WATCHDOG_IOCTL_BASE, 2, int)
#define WDIOC_GETTEMP		_IOR(WATCHDOG_IOCTL_BASE, 3, int)
#define WDIOC_SETOPTIONS	_IOR(WATCHDOG_IOCTL_BASE, 4, int)
#define WDIOC_KEEPALIVE		_IOR(WATCHDOG_IOCTL_BASE, 5, int)
#define WDIOC_SETTIMEOUT	_IOWR(WATCHDOG_IOCTL_BASE, 6, int)
#define WDIOC_GETTIMEOUT	_IOR(WATCHDOG_IOCTL_BASE, 7, int)
#define WDIOC_SETPRETIMEOUT	_IOWR(WATCHDOG_IOCTL_BASE, 8, int)
#define WDIOC_GETPRETIMEOUT	_IOR(WATCHDOG_IOCTL_BASE, 9, int)
#define WDIOC_GETTIMELEFT	_IOR(WATCHDOG_IOCTL_BASE, 10, int)
#define WDIOF_UNKNOWN		-1
#define WDIOF_OVERHEAT		0x0001
#define WDIOF_FANFAULT		0x0002
#define WDIOF_EXTERN1		0x0004
#define WDIOF_EXTERN2		0x0008
#define WDIOF_POWERUNDER	0x0010
#define WDIOF_CARDRESET		0x0020
#define WDIOF_POWEROVER		0x0040
#define WDIOF_SETTIMEOUT	0x0080
#define WDIOF_MAGICCLOSE	0x0100
#define WDIOF_PRETIMEOUT	0x0200
#define WDIOF_ALARMONLY		0x0400
#define WDIOF_KEEPALIVEPING	0x8000
#define WDIOS_UNKNOWN		-1
#define WDIOS_DISABLECARD	0x0001
#define WDIOS_ENABLECARD	0x0002
#define WDIOS_TEMPPANIC		0x0004

/* drivers/watchdog/watchdog_core.c, watchdog_dev.c; 4.4 ... 7.2. */
struct watchdog_device;
struct watchdog_ops {
	struct module *owner;
	int (*start)(struct watchdog_device *wdd);
	int (*stop)(struct watchdog_device *wdd);
	int (*ping)(struct watchdog_device *wdd);
	unsigned int (*status)(struct watchdog_device *wdd);
	int (*set_timeout)(struct watchdog_device *wdd, unsigned int timeout);
	int (*set_pretimeout)(struct watchdog_device *wdd, unsigned int timeout);
	unsigned int (*get_timeleft)(struct watchdog_device *wdd);
	int (*restart)(struct watchdog_device *wdd, unsigned long action, void *data);
	long (*ioctl)(struct watchdog_device *wdd, unsigned int cmd, unsigned long arg);
};
struct watchdog_governor;
struct watchdog_device {
	int id;
	struct device *parent;
	const struct attribute_group **groups;
	const struct watchdog_info *info;
	const struct watchdog_ops *ops;
	const struct watchdog_governor *gov;
	unsigned int bootstatus, timeout, pretimeout, min_timeout, max_timeout;
	unsigned int min_hw_heartbeat_ms, max_hw_heartbeat_ms;
	void *driver_data;
	unsigned long status;
	struct list_head deferred;
};
#define WDOG_ACTIVE		0
#if UNOOPS_SINCE(4, 7)
#define WDOG_NO_WAY_OUT		1
#define WDOG_STOP_ON_REBOOT	2
#define WDOG_HW_RUNNING		3
#define WDOG_STOP_ON_UNREGISTER	4
#define WDOG_NO_PING_ON_SUSPEND	5
#else
#define WDOG_NO_WAY_OUT		3
#endif
#ifdef CONFIG_WATCHDOG_NOWAYOUT
#define WATCHDOG_NOWAYOUT	1
#else
#define WATCHDOG_NOWAYOUT	0
#endif
#define WATCHDOG_NOWAYOUT_INIT_STATUS	(WATCHDOG_NOWAYOUT << WDOG_NO_WAY_OUT)

int watchdog_register_device(struct watchdog_device *wdd);
void watchdog_unregister_device(struct watchdog_device *wdd);
int devm_watchdog_register_device(struct device *dev, struct watchdog_device *wdd);
int watchdog_init_timeout(struct watchdog_device *wdd, unsigned int timeout_parm, const struct device *dev);
static __always_inline bool watchdog_active(struct watchdog_device *wdd) { return test_bit(WDOG_ACTIVE, &wdd->status); }
static __always_inline void watchdog_set_nowayout(struct watchdog_device *wdd, bool nowayout)
{
	if (nowayout)
		set_bit(WDOG_NO_WAY_OUT, &wdd->status);
}
#if UNOOPS_SINCE(4, 7)
static __always_inline bool watchdog_hw_running(struct watchdog_device *wdd) { return test_bit(WDOG_HW_RUNNING, &wdd->status); }
static __always_inline void watchdog_stop_on_reboot(struct watchdog_device *wdd) { set_bit(WDOG_STOP_ON_REBOOT, &wdd->status); }
static __always_inline void watchdog_stop_on_unregister(struct watchdog_device *wdd) { set_bit(WDOG_STOP_ON_UNREGISTER, &wdd->status); }
static __always_inline void watchdog_stop_ping_on_suspend(struct watchdog_device *wdd) { set_bit(WDOG_NO_PING_ON_SUSPEND, &wdd->status); }
static __always_inline void watchdog_set_restart_priority(struct watchdog_device *wdd, int priority) { (void)wdd->status; }
#endif
static __always_inline bool watchdog_timeout_invalid(struct watchdog_device *wdd, unsigned int t)
{
	return t > ~0u / 1000 || t < wdd->min_timeout || (!wdd->max_hw_heartbeat_ms && wdd->max_timeout && t > wdd->max_timeout);
}
static __always_inline bool watchdog_pretimeout_invalid(struct watchdog_device *wdd, unsigned int t) { return t && wdd->timeout && t >= wdd->timeout; }
static __always_inline void watchdog_set_drvdata(struct watchdog_device *wdd, void *data) { wdd->driver_data = data; }
static __always_inline void *watchdog_get_drvdata(struct watchdog_device *wdd) { return wdd->driver_data; }
static __always_inline void watchdog_notify_pretimeout(struct watchdog_device *wdd) { (void)wdd->gov; }

#endif
