/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_FIRMWARE_H
#define _LINUX_FIRMWARE_H

#include <linux/gfp.h>
#include <linux/types.h>

struct device;
struct module;
/* drivers/base/firmware_loader/main.c; 4.4 ... 7.2. A file is there, with 64 bytes of zeros, or not. */
struct firmware { size_t size; const u8 *data; void *priv; };
#define FW_ACTION_NOUEVENT	0
#define FW_ACTION_UEVENT	1
#define FW_ACTION_NOHOTPLUG	FW_ACTION_NOUEVENT
#define FW_ACTION_HOTPLUG	FW_ACTION_UEVENT
int request_firmware(const struct firmware **fw, const char *name, struct device *device);
int request_firmware_direct(const struct firmware **fw, const char *name, struct device *device);
#if UNOOPS_SINCE(4, 18)
int firmware_request_nowarn(const struct firmware **fw, const char *name, struct device *device);
#endif
int request_firmware_nowait(struct module *module, bool uevent, const char *name, struct device *device, gfp_t gfp, void *context,
			    void (*cont)(const struct firmware *fw, void *context));
void release_firmware(const struct firmware *fw);

#endif
