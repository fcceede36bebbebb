/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PLATFORM_DEVICE_H
#define _LINUX_PLATFORM_DEVICE_H

#include <linux/device.h>

#define PLATFORM_DEVID_NONE	(-1)
#define PLATFORM_DEVID_AUTO	(-2)
struct platform_device {
	const char *name;
	int id;
	bool id_auto;
	struct device dev;
	u32 num_resources;
	struct resource *resource;
	const struct platform_device_id *id_entry;
};
struct platform_driver {
	int (*probe)(struct platform_device *pdev);
#if UNOOPS_SINCE(6, 11)
	union {
		void (*remove)(struct platform_device *pdev);
		void (*remove_new)(struct platform_device *pdev);
	};
#else
	int (*remove)(struct platform_device *pdev);
#if UNOOPS_SINCE(6, 1)
	void (*remove_new)(struct platform_device *pdev);
#endif
#endif
	void (*shutdown)(struct platform_device *pdev);
	int (*suspend)(struct platform_device *pdev, pm_message_t state);
	int (*resume)(struct platform_device *pdev);
	struct device_driver driver;
	const struct platform_device_id *id_table;
	bool prevent_deferred_probe;
};
#define to_platform_device(x)	container_of((x), struct platform_device, dev)
#define to_platform_driver(x)	container_of((x), struct platform_driver, driver)

/* drivers/base/platform.c; 4.4 ... 7.2. */
int __platform_driver_register(struct platform_driver *driver, struct module *owner);
void platform_driver_unregister(struct platform_driver *driver);
int __platform_driver_probe(struct platform_driver *driver, int (*probe)(struct platform_device *), struct module *owner);
#define platform_driver_register(driver)	__platform_driver_register(driver, THIS_MODULE)
#define platform_driver_probe(driver, probe)	__platform_driver_probe(driver, probe, THIS_MODULE)
#define module_platform_driver(driver)		module_driver(driver, platform_driver_register, platform_driver_unregister)
#define builtin_platform_driver(driver)		module_platform_driver(driver)
int platform_device_register(struct platform_device *pdev);
void platform_device_unregister(struct platform_device *pdev);
struct platform_device *platform_device_alloc(const char *name, int id);
int platform_device_add(struct platform_device *pdev);
int platform_device_add_data(struct platform_device *pdev, const void *data, size_t size);
int platform_device_add_resources(struct platform_device *pdev, const struct resource *res, unsigned int n);
void platform_device_del(struct platform_device *pdev);
void platform_device_put(struct platform_device *pdev);
struct platform_device *platform_device_register_resndata(struct device *parent, const char *name, int id,
		const struct resource *res, unsigned int n, const void *data, size_t size);
#define platform_device_register_simple(name, id, res, n) platform_device_register_resndata(NULL, name, id, res, n, NULL, 0)
#define platform_device_register_data(parent, name, id, data, size) platform_device_register_resndata(parent, name, id, NULL, 0, data, size)
struct resource *platform_get_resource(struct platform_device *pdev, unsigned int type, unsigned int n);
int platform_get_irq(struct platform_device *pdev, unsigned int n);
#define platform_get_irq_optional	platform_get_irq
#define platform_get_irq_byname(pdev, name)	platform_get_irq(pdev, 0)
void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int n);
static __always_inline void *platform_get_drvdata(const struct platform_device *pdev) { return pdev->dev.driver_data; }
static __always_inline void platform_set_drvdata(struct platform_device *pdev, void *data) { pdev->dev.driver_data = data; }
static __always_inline const struct platform_device_id *platform_get_device_id(const struct platform_device *pdev) { return pdev->id_entry; }

#endif
