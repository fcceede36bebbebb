/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MISCDEVICE_H
#define _LINUX_MISCDEVICE_H

#include <linux/major.h>
#include <linux/list.h>
#include <linux/types.h>
#include <linux/device.h>

#define MISC_DYNAMIC_MINOR	255
struct file_operations;
struct attribute_group;
struct miscdevice {
	int minor;
	const char *name;
	const struct file_operations *fops;
	struct list_head list;
	struct device *parent;
	struct device *this_device;
	const struct attribute_group **groups;
	const char *nodename;
	umode_t mode;
};
int misc_register(struct miscdevice *misc);
#if UNOOPS_SINCE(4, 3)
void misc_deregister(struct miscdevice *misc);
#endif
#define module_misc_device(misc)	module_driver(misc, misc_register, misc_deregister)
#define builtin_misc_device(misc)	module_misc_device(misc)

#endif
