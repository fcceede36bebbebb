/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PM_H
#define _LINUX_PM_H

#include <linux/types.h>

struct device;
typedef struct pm_message { int event; } pm_message_t;
#define PM_EVENT_ON		0
#define PM_EVENT_FREEZE		0x01
#define PM_EVENT_SUSPEND	0x02
#define PM_EVENT_HIBERNATE	0x04
#define PM_EVENT_QUIESCE	0x08
#define PM_EVENT_RESUME		0x10
#define PM_EVENT_THAW		0x20
#define PM_EVENT_RESTORE	0x40
#define PM_EVENT_SLEEP		(PM_EVENT_SUSPEND | PM_EVENT_HIBERNATE)
/* The system is never suspended: nobody calls these. */
struct dev_pm_ops {
	int (*prepare)(struct device *dev);
	int (*suspend)(struct device *dev);
	int (*resume)(struct device *dev);
	int (*freeze)(struct device *dev);
	int (*thaw)(struct device *dev);
	int (*poweroff)(struct device *dev);
	int (*restore)(struct device *dev);
	int (*suspend_noirq)(struct device *dev);
	int (*resume_noirq)(struct device *dev);
	int (*runtime_suspend)(struct device *dev);
	int (*runtime_resume)(struct device *dev);
	int (*runtime_idle)(struct device *dev);
};
#define SET_SYSTEM_SLEEP_PM_OPS(s, r)	.suspend = (s), .resume = (r),
#define SET_RUNTIME_PM_OPS(s, r, i)	.runtime_suspend = (s), .runtime_resume = (r), .runtime_idle = (i),
#define SIMPLE_DEV_PM_OPS(name, s, r)	const struct dev_pm_ops __maybe_unused name = { SET_SYSTEM_SLEEP_PM_OPS(s, r) }
#define DEFINE_SIMPLE_DEV_PM_OPS	SIMPLE_DEV_PM_OPS
#define pm_ptr(p)	(p)
#define pm_sleep_ptr(p)	(p)

#endif
