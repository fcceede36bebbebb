/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_DMI_H
#define _LINUX_DMI_H

#include <linux/list.h>
#include <linux/mod_devicetable.h>
#include <linux/types.h>

/* drivers/firmware/dmi_scan.c; 4.4 ... 7.2. The machine is none of those that a table lists, or the first of them. */
enum dmi_device_type {
	DMI_DEV_TYPE_ANY, DMI_DEV_TYPE_OTHER, DMI_DEV_TYPE_UNKNOWN, DMI_DEV_TYPE_VIDEO, DMI_DEV_TYPE_SCSI, DMI_DEV_TYPE_ETHERNET,
	DMI_DEV_TYPE_TOKENRING, DMI_DEV_TYPE_SOUND, DMI_DEV_TYPE_PATA, DMI_DEV_TYPE_SATA, DMI_DEV_TYPE_SAS,
	DMI_DEV_TYPE_IPMI = -1, DMI_DEV_TYPE_OEM_STRING = -2, DMI_DEV_TYPE_DEV_ONBOARD = -3, DMI_DEV_TYPE_DEV_SLOT = -4,
};
struct dmi_header { u8 type, length; u16 handle; } __packed;
struct dmi_device { struct list_head list; int type; const char *name; void *device_data; };
int dmi_check_system(const struct dmi_system_id *list);
const struct dmi_system_id *dmi_first_match(const struct dmi_system_id *list);
const char *dmi_get_system_info(int field);
const struct dmi_device *dmi_find_device(int type, const char *name, const struct dmi_device *from);
bool dmi_match(enum dmi_field f, const char *str);
int dmi_name_in_vendors(const char *str);
bool dmi_get_date(int field, int *yearp, int *monthp, int *dayp);

#endif
