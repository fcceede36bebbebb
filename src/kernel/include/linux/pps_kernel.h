/* SPDX-License-Identifier: MIT */
#ifndef LINUX_PPS_KERNEL_H
#define LINUX_PPS_KERNEL_H

#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/pps.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/wait.h>

struct pps_device;
struct pps_source_info {
	char name[PPS_MAX_NAME_LEN];
	char path[PPS_MAX_NAME_LEN];
	int mode;
	void (*echo)(struct pps_device *pps, int event, void *data);
	struct module *owner;
	struct device *dev;
};

/* include/linux/pps_kernel.h; 4.4 ... 7.2. */
struct pps_event_time {
#if UNOOPS_SINCE(4, 11)
	struct timespec64 ts_real;
#else
	struct timespec ts_real;
#endif
};
struct pps_device {
	struct pps_source_info info;
	struct pps_kparams params;
	__u32 assert_sequence, clear_sequence;
	struct pps_ktime assert_tu, clear_tu;
	int current_mode;
	unsigned int last_ev;
	wait_queue_head_t queue;
	unsigned int id;
	const void *lookup_cookie;
#if UNOOPS_SINCE(5, 4)
	struct device dev;	/* 6.14; the stable updates of 5.4 and newer have it, too */
#else
	struct cdev cdev;
	struct device *dev;
#endif
	spinlock_t lock;
};

/* drivers/pps/kapi.c; NULL before 5.0 where it fails, then an ERR_PTR. */
struct pps_device *pps_register_source(struct pps_source_info *info, int default_params);
void pps_unregister_source(struct pps_device *pps);
void pps_event(struct pps_device *pps, struct pps_event_time *ts, int event, void *data);

static inline void pps_get_ts(struct pps_event_time *ts)
{
#if UNOOPS_SINCE(4, 11)
	ktime_get_real_ts64(&ts->ts_real);
#else
	getnstimeofday(&ts->ts_real);
#endif
}
#if UNOOPS_SINCE(4, 11)
static inline void pps_sub_ts(struct pps_event_time *ts, struct timespec64 delta)
{
	ts->ts_real = timespec64_sub(ts->ts_real, delta);
}
#endif

#endif
