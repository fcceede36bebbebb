/* SPDX-License-Identifier: MIT */
/* drivers/base/core.c, drivers/base/class.c, drivers/base/devres.c; 4.4 ... 7.2. */
#include <linux/device.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "user.h"

/* --- attributes ------------------------------------------------------------------------- */

static ssize_t dev_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct device_attribute *da = container_of(attr, struct device_attribute, attr);

	return da->show ? unoops_call_fn(da->show, kobj_to_dev(kobj), da, buf) : -EIO;
}
static ssize_t dev_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf, size_t count)
{
	struct device_attribute *da = container_of(attr, struct device_attribute, attr);

	return da->store ? unoops_call_fn(da->store, kobj_to_dev(kobj), da, buf, count) : -EIO;
}
static const struct sysfs_ops dev_sysfs_ops = { dev_attr_show, dev_attr_store };

static void release_device(struct kobject *kobj)
{
	struct device *dev = kobj_to_dev(kobj);

	if (dev->release)
		dev->release(dev);
	else if (dev->type && dev->type->release)
		dev->type->release(dev);
	else
		unoops_warn("drivers/base/core.c", 0, "a device has no release() function");
}
static const struct kobj_type device_ktype = { .release = release_device, .sysfs_ops = &dev_sysfs_ops };

int device_create_file(struct device *dev, const struct device_attribute *attr) { return sysfs_create_file(&dev->kobj, &attr->attr); }
int device_create_bin_file(struct device *dev, const struct bin_attribute *attr) { return sysfs_create_bin_file(&dev->kobj, attr); }
void device_remove_bin_file(struct device *dev, const struct bin_attribute *attr) { sysfs_remove_bin_file(&dev->kobj, attr); }
void device_remove_file(struct device *dev, const struct device_attribute *attr) { sysfs_remove_file(&dev->kobj, &attr->attr); }
bool device_remove_file_self(struct device *dev, const struct device_attribute *attr) { return sysfs_remove_file_self(&dev->kobj, &attr->attr); }
int device_add_groups(struct device *dev, const struct attribute_group **groups) { return sysfs_create_groups(&dev->kobj, groups); }
void device_remove_groups(struct device *dev, const struct attribute_group **groups) { sysfs_remove_groups(&dev->kobj, groups); }

/* --- devices ---------------------------------------------------------------------------- */

void device_initialize(struct device *dev)
{
	kobject_init(&dev->kobj, &device_ktype);
	mutex_init(&dev->mutex);
	INIT_LIST_HEAD(&dev->unoops_devres);
}

int device_add(struct device *dev)
{
	int err;

	unoops_check_may_sleep("device_add() in atomic context");
	if (unoops_fault("device_add"))
		return -ENOMEM;
	err = sysfs_create_groups(&dev->kobj, dev->groups);
	if (!err && dev->class)
		err = sysfs_create_groups(&dev->kobj, dev->class->dev_groups);
	return err;
}
int device_register(struct device *dev)
{
	device_initialize(dev);
	return device_add(dev);
}
void device_del(struct device *dev) { kobject_del(&dev->kobj); }
void put_device(struct device *dev)
{
	if (dev)
		kobject_put(&dev->kobj);
}
void device_unregister(struct device *dev)
{
	device_del(dev);
	put_device(dev);
}
struct device *get_device(struct device *dev)
{
	if (dev)
		kobject_get(&dev->kobj);
	return dev;
}
int dev_set_name(struct device *dev, const char *fmt, ...) { dev->kobj.name = fmt; return 0; }

/* Devices that device_create() made, for device_destroy() to find. */
struct created_device {
	struct device dev;
	struct list_head entry;
};
static LIST_HEAD(created_devices);

static void free_created_device(struct device *dev)
{
	struct created_device *created = container_of(dev, struct created_device, dev);

	list_del(&created->entry);
	unoops_free(created);
}

struct device *device_create_with_groups(struct class *class, struct device *parent, dev_t devt, void *drvdata,
					 const struct attribute_group **groups, const char *fmt, ...)
{
	struct created_device *created;

	unoops_check_may_sleep("device_create() in atomic context");
	if (IS_ERR(class) || unoops_fault("device_create"))
		return ERR_PTR(-ENOMEM);
	created = unoops_alloc(sizeof(*created), "device");
	list_add_tail(&created->entry, &created_devices);
	created->dev.class = class;
	created->dev.parent = parent;
	created->dev.devt = devt;
	created->dev.driver_data = drvdata;
	created->dev.groups = groups;
	created->dev.release = free_created_device;
	created->dev.kobj.name = fmt;
	device_register(&created->dev);
	return &created->dev;
}
struct device *device_create(struct class *class, struct device *parent, dev_t devt, void *drvdata, const char *fmt, ...)
{
	return device_create_with_groups(class, parent, devt, drvdata, NULL, "%s", fmt);
}

void device_destroy(struct class *class, dev_t devt)
{
	struct created_device *created;

	list_for_each_entry(created, &created_devices, entry)
		if (created->dev.devt == devt && created->dev.class == class) {
			device_unregister(&created->dev);
			return;
		}
}

struct device *unoops_root_device_register_named(const char *name) { return device_create(NULL, NULL, 0, NULL, "%s", name); }
void root_device_unregister(struct device *dev) { device_unregister(dev); }

/* What class_create() made goes when it is unregistered, by whichever name. */
static void class_create_release(UNOOPS_CONST_CLASS class *class) { unoops_free(class); }
struct class *unoops_class_create(const char *name)
{
	struct class *class;

	unoops_check_may_sleep("class_create() in atomic context");
	if (unoops_fault("class_create"))
		return ERR_PTR(-ENOMEM);
	class = unoops_alloc(sizeof(*class), "class");
	class->name = name;
	class->class_release = class_create_release;
	return class;
}
int class_register(struct class *class)
{
	if (class->class_groups)
		unoops_assume("user space does not open attributes of classes");
	return unoops_fault("class_register") ? -ENOMEM : 0;
}
void class_unregister(struct class *class)
{
	if (class->class_release)
		class->class_release(class);
}
void class_destroy(struct class *class)
{
	if (!IS_ERR_OR_NULL(class))
		class_unregister(class);
}
int class_create_file(struct class *class, const struct class_attribute *attr)
{
	unoops_assume("user space does not open attributes of classes");
	return 0;
}
void class_remove_file(struct class *class, const struct class_attribute *attr) { }

/* --- what goes with a device ------------------------------------------------------------ */

struct devres {
	struct list_head entry;
	void (*release)(void *data);
	void *data;
};

static void *add_devres(struct device *dev, void (*release)(void *data), void *data)
{
	struct devres *dr = unoops_alloc(sizeof(*dr), "devres");

	if (!dev->unoops_devres.next)
		INIT_LIST_HEAD(&dev->unoops_devres);
	dr->release = release;
	dr->data = data;
	list_add(&dr->entry, &dev->unoops_devres);
	return data;
}

/* The last one first. */
void unoops_release_all_devres(struct device *dev)
{
	if (!dev->unoops_devres.next)
		return;
	while (!list_empty(&dev->unoops_devres)) {
		struct devres *dr = list_first_entry(&dev->unoops_devres, struct devres, entry);

		list_del(&dr->entry);
		dr->release(dr->data);
		unoops_free(dr);
	}
}

static void free_memory(void *data) { kfree(data); }

void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp)
{
	void *p = kmalloc(size, gfp);

	return p ? add_devres(dev, free_memory, p) : NULL;
}

static bool forget_devres(struct device *dev, void (*release)(void *data), const void *data)
{
	struct devres *dr;

	list_for_each_entry(dr, &dev->unoops_devres, entry)
		if (dr->release == release && dr->data == data) {
			list_del(&dr->entry);
			unoops_free(dr);
			return true;
		}
	return false;
}

void devm_kfree(struct device *dev, const void *p)
{
	if (p && forget_devres(dev, free_memory, p))
		kfree(p);
}

void *devm_kmemdup(struct device *dev, const void *src, size_t n, gfp_t gfp)
{
	void *p = devm_kmalloc(dev, n, gfp);

	return p ? memcpy(p, src, n) : NULL;
}
char *devm_kstrdup(struct device *dev, const char *s, gfp_t gfp) { return devm_kmemdup(dev, s, strlen(s) + 1, gfp); }
char *devm_kasprintf(struct device *dev, gfp_t gfp, const char *fmt, ...)
{
	va_list args;
	char *s;

	va_start(args, fmt);
	s = kvasprintf(gfp, fmt, args);
	va_end(args);
	return s ? add_devres(dev, free_memory, s) : NULL;
}

int devm_add_action(struct device *dev, void (*action)(void *data), void *data)
{
	if (unoops_fault("devm_add_action"))
		return -ENOMEM;
	add_devres(dev, action, data);
	return 0;
}
int devm_add_action_or_reset(struct device *dev, void (*action)(void *data), void *data)
{
	int err = devm_add_action(dev, action, data);

	if (err)
		action(data);
	return err;
}
void devm_remove_action(struct device *dev, void (*action)(void *data), void *data)
{
	if (!dev->unoops_devres.next || !forget_devres(dev, action, data))
		WARN_ON(1);
}
#if UNOOPS_SINCE(5, 2)
void devm_release_action(struct device *dev, void (*action)(void *data), void *data)
{
	if (dev->unoops_devres.next && forget_devres(dev, action, data))
		action(data);
	else
		WARN_ON(1);
}
#endif
int devm_device_add_groups(struct device *dev, const struct attribute_group **groups) { return device_add_groups(dev, groups); }
