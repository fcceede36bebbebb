/* SPDX-License-Identifier: MIT */
/* drivers/base/dd.c; 4.4 ... 7.2. */
#include <linux/list.h>
#include "meeting.h"

static LIST_HEAD(meetings);

void *unoops_meet(unsigned int size, unsigned int dev, const void *driver, const char *name)
{
	struct meeting *m = unoops_alloc(size, "device");

	unoops_check_may_sleep("a driver is registered in atomic context");
	unoops_assume("there is one device for the driver when the module brings none along");
	m->driver = driver;
	m->dev = (void *)m + dev;
	list_add_tail(&m->entry, &meetings);
	device_initialize(m->dev);
	m->dev->kobj.name = name;
	return m;
}

void unoops_probed(struct meeting *m, int err)
{
	m->bound = !err;
	if (err)
		unoops_release_all_devres(m->dev);
}

struct meeting *unoops_meeting_of(const void *driver)
{
	struct meeting *m;

	list_for_each_entry(m, &meetings, entry)
		if (m->driver == driver)
			return m;
	return NULL;
}

void unoops_part(struct meeting *m)
{
	unoops_release_all_devres(m->dev);
	list_del(&m->entry);
	unoops_free(m);
}
