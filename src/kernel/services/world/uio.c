/* SPDX-License-Identifier: MIT */
/*
 * drivers/uio/uio.c; 4.4 ... 7.2. A process opens the device, which holds the module, waits for an interrupt, turns it on or off, or maps the
 * memory, and closes it. What is open stays open behind uio_unregister_device(); since 4.18 it reaches the driver no more, before that it did.
 */
#include <linux/uio_driver.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include "user.h"

struct uio_device {
	struct happening session;
	struct module *owner;
	struct uio_info *info;		/* NULL when it is unregistered, since 4.18 */
	struct mutex info_lock;
	wait_queue_head_t wait;
	unsigned int events;
	bool gone;
};

void uio_event_notify(struct uio_info *info)
{
	info->uio_dev->events++;
	wake_up_interruptible(&info->uio_dev->wait);
}

static irqreturn_t uio_interrupt(int irq, void *dev)
{
	struct uio_device *idev = dev;
	irqreturn_t ret = unoops_call_fn(idev->info->handler, irq, idev->info);

	if (ret == IRQ_HANDLED)
		uio_event_notify(idev->info);
	return ret;
}

static bool has_driver(struct uio_device *idev)
{
	mutex_lock(&idev->info_lock);
	if (idev->info)
		return true;
	mutex_unlock(&idev->info_lock);
	return false;
}

enum { UIO_READ, UIO_WRITE, UIO_MMAP };

#if UNOOPS_SINCE(7, 2)
static void map_uio(struct uio_device *idev) { unoops_assume("user space does not map UIO devices into memory"); }
#else
/* The first page of the first region, where the driver has one. */
static void map_uio(struct uio_device *idev)
{
	struct vm_area_struct vma = { .vm_start = USER_MAPPED, .vm_end = USER_MAPPED + PAGE_SIZE, .vm_flags = VM_READ | VM_WRITE | VM_SHARED };

	unoops_tellf("mmap() of /dev/uio0");
	if (!has_driver(idev))
		return;
	if (idev->info->mmap && idev->info->mem[0].size)
		(void)unoops_call_fn(idev->info->mmap, idev->info, &vma);
	mutex_unlock(&idev->info_lock);
}
#endif

static void control_uio(struct uio_device *idev)
{
	s32 on = unoops_some_number();

	unoops_tellf("%d is written to /dev/uio0", on);
	if (!has_driver(idev))
		return;
	if (idev->info->irq && idev->info->irqcontrol)
		(void)unoops_call_fn(idev->info->irqcontrol, idev->info, on);
	mutex_unlock(&idev->info_lock);
}

static void read_uio(struct uio_device *idev)
{
	unsigned int seen = idev->events;
	bool waits;

	unoops_tellf("cat /dev/uio0");
	if (!has_driver(idev))
		return;
	waits = idev->info->irq;
	mutex_unlock(&idev->info_lock);
	if (waits)
		(void)wait_event_interruptible(idev->wait, idev->gone || idev->events != seen);
}

static void use_uio(struct uio_device *idev)
{
	struct inode inode = { .i_mode = S_IFCHR };
	struct module *owner = idev->owner;
	int err = 0;

	if (idev->gone || !try_module_get(owner))
		return;
	if (!has_driver(idev))
		goto put;
	if (idev->info->open)
		err = unoops_call_fn(idev->info->open, idev->info, &inode);
	mutex_unlock(&idev->info_lock);
	if (err)
		goto put;
	switch (unoops_choose(3, "")) {
	case UIO_READ:
		read_uio(idev);
		break;
	case UIO_WRITE:
		control_uio(idev);
		break;
	case UIO_MMAP:
		map_uio(idev);
		break;
	}
	if (has_driver(idev)) {
		if (idev->info->release)
			(void)unoops_call_fn(idev->info->release, idev->info, &inode);
		mutex_unlock(&idev->info_lock);
	}
put:
	module_put(owner);
}

static void uio_session(struct happening *h)
{
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	use_uio((struct uio_device *)h);
	unoops_end_session(tsk, seat);
}

static bool has_irq(const struct uio_info *info) { return info->irq && info->irq != UIO_IRQ_CUSTOM; }

/* Whoever has it open keeps the core's part of it. */
static void part_from(struct uio_device *idev)
{
#if UNOOPS_SINCE(4, 18)
	mutex_lock(&idev->info_lock);
	idev->info = NULL;
	mutex_unlock(&idev->info_lock);
#endif
	idev->gone = true;
	wake_up_interruptible(&idev->wait);
	unoops_call_off(&idev->session, false);
}

int __uio_register_device(struct module *owner, struct device *parent, struct uio_info *info)
{
	struct uio_device *idev;
	int err;

	unoops_check_may_sleep("a UIO device is registered in atomic context");
	if (!info || !info->name || !info->version)
		return -EINVAL;
	info->uio_dev = NULL;
	if (unoops_fault("uio_register_device"))
		return -ENOMEM;
	idev = unoops_new_deed(sizeof(*idev), uio_session);
	idev->owner = owner;
	idev->info = info;
	mutex_init(&idev->info_lock);
	init_waitqueue_head(&idev->wait);
	info->uio_dev = idev;
	unoops_expect(&idev->session);
	err = has_irq(info) ? request_irq(info->irq, uio_interrupt, info->irq_flags, info->name, idev) : 0;
	if (err) {
		info->uio_dev = NULL;
		part_from(idev);
	}
	return err;
}

void uio_unregister_device(struct uio_info *info)
{
	struct uio_device *idev = info ? info->uio_dev : NULL;

	unoops_check_may_sleep("a UIO device is unregistered in atomic context");
	if (!idev)
		return;
	if (has_irq(info))
		free_irq(info->irq, idev);
	part_from(idev);
}

#if UNOOPS_SINCE(5, 7)
static void devm_uio_release(void *info) { uio_unregister_device(info); }
int __devm_uio_register_device(struct module *owner, struct device *parent, struct uio_info *info)
{
	int err = __uio_register_device(owner, parent, info);

	return err ? err : devm_add_action_or_reset(parent, devm_uio_release, info);
}
#endif
