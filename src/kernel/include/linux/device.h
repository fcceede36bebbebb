/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_DEVICE_H
#define _LINUX_DEVICE_H

#include <linux/types.h>
#include <linux/kernel.h>
#include <linux/ioport.h>
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/module.h>
#include <linux/pm.h>
#include <linux/kobject.h>
#include <linux/mod_devicetable.h>
#include <linux/overflow.h>

struct device;
struct class;
struct device_node;
struct device_driver;
struct bus_type {
	const char *name;
#if UNOOPS_SINCE(6, 11)
	int (*match)(struct device *dev, const struct device_driver *drv);
#else
	int (*match)(struct device *dev, struct device_driver *drv);
#endif
	int (*probe)(struct device *dev);
};
struct device_driver {
	const char *name;
	struct bus_type *bus;
	struct module *owner;
	const char *mod_name;
	bool suppress_bind_attrs;
	int probe_type;
	const struct of_device_id *of_match_table;
	const struct acpi_device_id *acpi_match_table;
	int (*probe)(struct device *dev);
	int (*remove)(struct device *dev);
	const struct attribute_group **groups, **dev_groups;
	const struct dev_pm_ops *pm;
};
struct device {
	struct kobject kobj;
	struct device *parent;
	const char *init_name;
	struct device_type *type;
	struct bus_type *bus;
	struct device_driver *driver;
	void *platform_data;
	void *driver_data;
	struct mutex mutex;
	struct device_node *of_node;
	dev_t devt;
	u64 *dma_mask, coherent_dma_mask;
	u32 id;
	struct list_head unoops_devres;
	struct class *class;
	const struct attribute_group **groups;
	void (*release)(struct device *dev);
};
struct device_type { const char *name; const struct attribute_group **groups; void (*release)(struct device *dev); };
/* Since when the functions of a class get what they may not change. */
#if UNOOPS_SINCE(6, 2)
#define UNOOPS_CLASS_DEVICE	const struct device
#else
#define UNOOPS_CLASS_DEVICE	struct device
#endif
#if UNOOPS_SINCE(6, 4)
#define UNOOPS_CONST_CLASS	const struct
#else
#define UNOOPS_CONST_CLASS	struct
#endif
struct class {
	const char *name;
#if !UNOOPS_SINCE(6, 4)
	struct module *owner;
#endif
	const struct attribute_group **class_groups, **dev_groups;
	int (*dev_uevent)(UNOOPS_CLASS_DEVICE *dev, struct kobj_uevent_env *env);
	char *(*devnode)(UNOOPS_CLASS_DEVICE *dev, umode_t *mode);
	void (*class_release)(UNOOPS_CONST_CLASS class *class);
	void (*dev_release)(struct device *dev);
};
struct device_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device *dev, struct device_attribute *attr, char *buf);
	ssize_t (*store)(struct device *dev, struct device_attribute *attr, const char *buf, size_t count);
};
struct class_attribute {
	struct attribute attr;
	ssize_t (*show)(UNOOPS_CONST_CLASS class *class, UNOOPS_CONST_CLASS class_attribute *attr, char *buf);
	ssize_t (*store)(UNOOPS_CONST_CLASS class *class, UNOOPS_CONST_CLASS class_attribute *attr, const char *buf, size_t count);
};
struct driver_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device_driver *driver, char *buf);
	ssize_t (*store)(struct device_driver *driver, const char *buf, size_t count);
};
#define DEVICE_ATTR(_name, _mode, _show, _store) struct device_attribute dev_attr_##_name = __ATTR(_name, _mode, _show, _store)
#define DEVICE_ATTR_RO(_name)	struct device_attribute dev_attr_##_name = __ATTR_RO(_name)
#define DEVICE_ATTR_WO(_name)	struct device_attribute dev_attr_##_name = __ATTR_WO(_name)
#define DEVICE_ATTR_RW(_name)	struct device_attribute dev_attr_##_name = __ATTR_RW(_name)
#define CLASS_ATTR_RO(_name)	struct class_attribute class_attr_##_name = __ATTR_RO(_name)
#define CLASS_ATTR_WO(_name)	struct class_attribute class_attr_##_name = __ATTR_WO(_name)
#define CLASS_ATTR_RW(_name)	struct class_attribute class_attr_##_name = __ATTR_RW(_name)
#define DRIVER_ATTR_RO(_name)	struct driver_attribute driver_attr_##_name = __ATTR_RO(_name)
#define DRIVER_ATTR_RW(_name)	struct driver_attribute driver_attr_##_name = __ATTR_RW(_name)

/* drivers/base/core.c, class.c; 4.4 ... 7.2. */
struct class *unoops_class_create(const char *name);
#if UNOOPS_SINCE(6, 4)
#define class_create(name)		unoops_class_create(name)
#else
#define class_create(owner, name)	((void)(owner), unoops_class_create(name))
#endif
void class_destroy(struct class *class);
int class_register(struct class *class);
void class_unregister(struct class *class);
int __must_check class_create_file(struct class *class, const struct class_attribute *attr);
void class_remove_file(struct class *class, const struct class_attribute *attr);
struct device *device_create(struct class *class, struct device *parent, dev_t devt, void *drvdata, const char *fmt, ...) __printf(5, 6);
struct device *device_create_with_groups(struct class *class, struct device *parent, dev_t devt, void *drvdata,
					 const struct attribute_group **groups, const char *fmt, ...) __printf(6, 7);
void device_destroy(struct class *class, dev_t devt);
int device_register(struct device *dev);
void device_unregister(struct device *dev);
void device_initialize(struct device *dev);
int __must_check device_add(struct device *dev);
void device_del(struct device *dev);
struct device *get_device(struct device *dev);
void put_device(struct device *dev);
int dev_set_name(struct device *dev, const char *fmt, ...) __printf(2, 3);
int device_create_file(struct device *dev, const struct device_attribute *attr);
int device_create_bin_file(struct device *dev, const struct bin_attribute *attr);
void device_remove_bin_file(struct device *dev, const struct bin_attribute *attr);
void device_remove_file(struct device *dev, const struct device_attribute *attr);
bool device_remove_file_self(struct device *dev, const struct device_attribute *attr);
int __must_check device_add_groups(struct device *dev, const struct attribute_group **groups);
void device_remove_groups(struct device *dev, const struct attribute_group **groups);
struct device *unoops_root_device_register_named(const char *name);
#define root_device_register(name)	unoops_root_device_register_named(name)
void root_device_unregister(struct device *dev);
static __always_inline const char *dev_name(const struct device *dev) { return dev->init_name ? dev->init_name : dev->kobj.name; }
static __always_inline void *dev_get_drvdata(const struct device *dev) { return dev->driver_data; }
static __always_inline void dev_set_drvdata(struct device *dev, void *data) { dev->driver_data = data; }
static __always_inline void *dev_get_platdata(const struct device *dev) { return dev->platform_data; }
#define kobj_to_dev(k)		container_of(k, struct device, kobj)
#define device_lock(dev)	mutex_lock(&(dev)->mutex)
#define device_unlock(dev)	mutex_unlock(&(dev)->mutex)
#define dev_of_node(dev)	((dev)->of_node)

#define dev_printk(level, dev, fmt, ...)	printk(level "%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_emerg(dev, fmt, ...)	dev_printk(KERN_EMERG, dev, fmt, ##__VA_ARGS__)
#define dev_alert(dev, fmt, ...)	dev_printk(KERN_ALERT, dev, fmt, ##__VA_ARGS__)
#define dev_crit(dev, fmt, ...)		dev_printk(KERN_CRIT, dev, fmt, ##__VA_ARGS__)
#define dev_err(dev, fmt, ...)		dev_printk(KERN_ERR, dev, fmt, ##__VA_ARGS__)
#define dev_warn(dev, fmt, ...)		dev_printk(KERN_WARNING, dev, fmt, ##__VA_ARGS__)
#define dev_notice(dev, fmt, ...)	dev_printk(KERN_NOTICE, dev, fmt, ##__VA_ARGS__)
#define dev_info(dev, fmt, ...)		dev_printk(KERN_INFO, dev, fmt, ##__VA_ARGS__)
#define dev_dbg(dev, fmt, ...)		({ if (0) dev_printk(KERN_DEBUG, dev, fmt, ##__VA_ARGS__); 0; })
#define dev_vdbg			dev_dbg
#define dev_err_ratelimited		dev_err
#define dev_warn_ratelimited		dev_warn
#define dev_info_ratelimited		dev_info
#define dev_dbg_ratelimited		dev_dbg
#define dev_err_once			dev_err
#define dev_warn_once			dev_warn
#define dev_info_once			dev_info
#define dev_WARN(dev, fmt, ...)		WARN(1, fmt, ##__VA_ARGS__)
#define dev_err_probe(dev, err, fmt, ...) ({ dev_err(dev, fmt, ##__VA_ARGS__); (int)(err); })

/* drivers/base/devres.c; 4.4 ... 7.2. Given back after remove(), the last one first. */
void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp);
void devm_kfree(struct device *dev, const void *p);
static __always_inline void *devm_kzalloc(struct device *dev, size_t size, gfp_t gfp) { return devm_kmalloc(dev, size, gfp | __GFP_ZERO); }
static __always_inline void *devm_kcalloc(struct device *dev, size_t n, size_t size, gfp_t gfp)
{
	return devm_kmalloc(dev, array_size(n, size), gfp | __GFP_ZERO);
}
#define devm_kmalloc_array(dev, n, size, gfp)	devm_kmalloc(dev, array_size(n, size), gfp)
char *devm_kstrdup(struct device *dev, const char *s, gfp_t gfp);
void *devm_kmemdup(struct device *dev, const void *src, size_t n, gfp_t gfp);
char *devm_kasprintf(struct device *dev, gfp_t gfp, const char *fmt, ...) __printf(3, 4);
int devm_add_action(struct device *dev, void (*action)(void *data), void *data);
int devm_add_action_or_reset(struct device *dev, void (*action)(void *data), void *data);
void devm_remove_action(struct device *dev, void (*action)(void *data), void *data);
#if UNOOPS_SINCE(5, 2)
void devm_release_action(struct device *dev, void (*action)(void *data), void *data);
#endif
int devm_device_add_groups(struct device *dev, const struct attribute_group **groups);

#define module_driver(driver, register, unregister, ...)			\
static int __init driver##_init(void) { return register(&(driver), ##__VA_ARGS__); } \
module_init(driver##_init);							\
static void __exit driver##_exit(void) { unregister(&(driver), ##__VA_ARGS__); } \
module_exit(driver##_exit)

#endif
