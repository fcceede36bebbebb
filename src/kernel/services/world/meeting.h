/* SPDX-License-Identifier: MIT */
/* A driver of a bus meets one device, which goes when the driver does. */
#ifndef UNOOPS_MEETING_H
#define UNOOPS_MEETING_H

#include <linux/device.h>
#include "model.h"

/* First member of what the device lies in, which goes with it. */
struct meeting {
	struct list_head entry;
	const void *driver;
	struct device *dev;
	bool bound;
};

/* `size` bytes that begin with a meeting, and have the device at an offset. */
void *unoops_meet(unsigned int size, unsigned int dev, const void *driver, const char *name);
/* What probe() gave: when it fails, remove() is not called. */
void unoops_probed(struct meeting *m, int err);
struct meeting *unoops_meeting_of(const void *driver);
void unoops_part(struct meeting *m);

void unoops_release_all_devres(struct device *dev);

#endif
