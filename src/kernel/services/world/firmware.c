/* SPDX-License-Identifier: MIT */
/*
 * drivers/base/firmware_loader/main.c; 4.4 ... 7.2. A file is there or not. Who asks for it without waiting holds the module until the callback,
 * which comes in a work item, has returned.
 */
#include <linux/device.h>
#include <linux/firmware.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include "model.h"

enum { FIRMWARE_SIZE = 64 };

static int load_firmware(const struct firmware **fw)
{
	struct firmware *found;

	*fw = NULL;
	unoops_check_may_sleep("firmware is asked for in atomic context");
	unoops_yield();
	if (unoops_choose(2, "there is no such firmware"))
		return -ENOENT;
	found = unoops_alloc(sizeof(*found) + FIRMWARE_SIZE, "firmware");
	found->size = FIRMWARE_SIZE;
	found->data = (const u8 *)(found + 1);
	*fw = found;
	return 0;
}
int request_firmware(const struct firmware **fw, const char *name, struct device *device) { return load_firmware(fw); }
int request_firmware_direct(const struct firmware **fw, const char *name, struct device *device) { return load_firmware(fw); }
#if UNOOPS_SINCE(4, 18)
int firmware_request_nowarn(const struct firmware **fw, const char *name, struct device *device) { return load_firmware(fw); }
#endif
void release_firmware(const struct firmware *fw)
{
	if (fw)
		unoops_free(fw);
}

struct firmware_work {
	struct work_struct work;
	struct module *module;
	struct device *device;
	void *context;
	void (*cont)(const struct firmware *fw, void *context);
};

static void firmware_came(struct work_struct *work)
{
	struct firmware_work *fw_work = container_of(work, struct firmware_work, work);
	const struct firmware *fw;

	(void)load_firmware(&fw);
	fw_work->cont(fw, fw_work->context);
	put_device(fw_work->device);
	module_put(fw_work->module);
	unoops_free(fw_work);
}

int request_firmware_nowait(struct module *module, bool uevent, const char *name, struct device *device, gfp_t gfp, void *context,
			    void (*cont)(const struct firmware *fw, void *context))
{
	struct firmware_work *fw_work;

	if (gfpflags_allow_blocking(gfp))
		unoops_check_may_sleep("request_firmware_nowait(GFP_KERNEL) in atomic context");
	if (unoops_fault("request_firmware_nowait"))
		return -ENOMEM;
	if (!try_module_get(module))
		return -EFAULT;
	get_device(device);
	fw_work = unoops_alloc(sizeof(*fw_work), "firmware_work");
	fw_work->module = module;
	fw_work->device = device;
	fw_work->context = context;
	fw_work->cont = cont;
	INIT_WORK(&fw_work->work, firmware_came);
	schedule_work(&fw_work->work);
	return 0;
}
