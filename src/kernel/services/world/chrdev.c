/* SPDX-License-Identifier: MIT */
/* Character devices: fs/char_dev.c, drivers/char/misc.c; 4.4 ... 7.2. */
#include <linux/cdev.h>
#include <linux/miscdevice.h>
#include <linux/slab.h>
#include "user.h"

/* Who has which numbers does not matter here: a driver gets what it asks for, or a major of its own. */
#define FIRST_DYNAMIC_MAJOR	240
static unsigned int next_major;

static int take_region(const char *what)
{
	unoops_check_may_sleep(what);
	return unoops_fault(what) ? -EBUSY : 0;
}

int register_chrdev_region(dev_t from, unsigned int count, const char *name) { return take_region("register_chrdev_region"); }

int alloc_chrdev_region(dev_t *dev, unsigned int first, unsigned int count, const char *name)
{
	int err = take_region("alloc_chrdev_region");

	if (!err)
		*dev = MKDEV(FIRST_DYNAMIC_MAJOR - next_major++, first);
	return err;
}

void unregister_chrdev_region(dev_t from, unsigned int count) { }

static void publish_device(const void *key, const char *name, const struct file_operations *fops, struct module *owner,
			   dev_t dev, struct cdev *cdev, void *private_data)
{
	struct user_file *uf = unoops_new_user_file(USER_DEVICE, key, name, fops);

	uf->owner = owner;
	uf->dev = dev;
	uf->cdev = cdev;
	uf->private_data = private_data;
	unoops_publish_user_file(uf);
}

static void remove_device(const void *key)
{
	struct user_file *uf = unoops_find_user_file(key);

	if (uf)
		unoops_remove_user_file(uf);
}

/* A major number stands for the device: it is what unregisters it. */
static const void *major_key(unsigned int major) { return (const void *)(unsigned long)major; }

int __register_chrdev(unsigned int major, unsigned int first, unsigned int count, const char *name,
		      const struct file_operations *fops)
{
	unsigned int got = major ? major : FIRST_DYNAMIC_MAJOR - next_major++;

	if (take_region("register_chrdev"))
		return -EBUSY;
	publish_device(major_key(got), name, fops, NULL, MKDEV(got, first), NULL, NULL);
	return major ? 0 : got;
}

void __unregister_chrdev(unsigned int major, unsigned int first, unsigned int count, const char *name)
{
	remove_device(major_key(major));
}

void cdev_init(struct cdev *cdev, const struct file_operations *fops)
{
	*cdev = (struct cdev){ .ops = fops };
	INIT_LIST_HEAD(&cdev->list);
}

/* Allocated ones go with cdev_del(); others are part of something of the module's. */
struct cdev *cdev_alloc(void)
{
	struct cdev *cdev = unoops_fault("cdev_alloc") ? NULL : unoops_alloc(sizeof(*cdev), "kmalloc");

	if (cdev) {
		cdev_init(cdev, NULL);
		cdev->kobj.kset = (struct kset *)cdev;
	}
	return cdev;
}

int cdev_add(struct cdev *cdev, dev_t dev, unsigned int count)
{
	if (unoops_fault("cdev_add"))
		return -ENOMEM;
	cdev->dev = dev;
	cdev->count = count;
	publish_device(cdev, "device", cdev->ops, cdev->owner, dev, cdev, NULL);
	return 0;
}

void cdev_del(struct cdev *cdev)
{
	remove_device(cdev);
	if (cdev->kobj.kset == (struct kset *)cdev)
		unoops_free(cdev);
}
void cdev_put(struct cdev *cdev) { }

#if UNOOPS_SINCE(4, 12)
void cdev_set_parent(struct cdev *cdev, struct kobject *kobj) { cdev->kobj.parent = kobj; }

int cdev_device_add(struct cdev *cdev, struct device *dev)
{
	int err = cdev_add(cdev, dev->devt, 1);

	if (!err)
		err = device_add(dev);
	return err;
}

void cdev_device_del(struct cdev *cdev, struct device *dev)
{
	device_del(dev);
	cdev_del(cdev);
}
#endif

int misc_register(struct miscdevice *misc)
{
	unoops_check_may_sleep("misc_register() in atomic context");
	if (unoops_fault("misc_register"))
		return -ENOMEM;
	if (misc->minor == MISC_DYNAMIC_MINOR)
		misc->minor = 128;
	misc->this_device = device_create_with_groups(NULL, misc->parent, MKDEV(MISC_MAJOR, misc->minor), misc, misc->groups,
						      "%s", misc->name);
	if (IS_ERR(misc->this_device))
		return PTR_ERR(misc->this_device);
	publish_device(misc, misc->name, misc->fops, NULL, MKDEV(MISC_MAJOR, misc->minor), NULL, misc);
	return 0;
}

void misc_deregister(struct miscdevice *misc)
{
	remove_device(misc);
	device_unregister(misc->this_device);
}
