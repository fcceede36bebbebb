/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_FB_H
#define _LINUX_FB_H

#include <linux/device.h>
#include <linux/notifier.h>
#include <linux/types.h>

/* include/uapi/linux/fb.h, include/linux/fb.h; 4.4 ... 7.2: what other drivers know of a frame buffer. */
enum {
	FB_BLANK_UNBLANK, FB_BLANK_NORMAL, FB_BLANK_VSYNC_SUSPEND, FB_BLANK_HSYNC_SUSPEND, FB_BLANK_POWERDOWN,
};
struct fb_info { int node, flags; struct device *device, *dev; void *par; };
struct fb_event { struct fb_info *info; void *data; };
#define FB_EVENT_BLANK	0x09

#endif
