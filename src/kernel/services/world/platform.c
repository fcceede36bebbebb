/* SPDX-License-Identifier: MIT */
/*
 * drivers/base/platform.c, drivers/base/dd.c; 4.4 ... 7.2. A driver meets the module's own devices of its name. When the module has
 * none, there is one device of the machine's for it.
 */
#include <linux/platform_device.h>
#include <linux/of.h>
#include <linux/io.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "class_use.h"
#include "id_tables.h"
#include "meeting.h"

struct bound {
	struct list_head entry;
	struct platform_device *pdev;
	struct platform_driver *driver;		/* NULL: none has taken it */
	bool ours;
};
static LIST_HEAD(platform_devices);
static struct platform_driver *drivers[4];

static bool matches(const struct platform_device *pdev, const struct platform_driver *driver)
{
	const struct platform_device_id *id;

	for (id = driver->id_table; id && id->name[0]; id++)
		if (!strcmp(id->name, pdev->name))
			return true;
	return driver->driver.name && !strcmp(driver->driver.name, pdev->name);
}

static void probe(struct bound *b, struct platform_driver *driver)
{
	struct platform_device *pdev = b->pdev;

	pdev->dev.driver = &driver->driver;
	b->driver = driver;
	if (!driver->probe || !driver->probe(pdev))
		return;
	unoops_release_all_devres(&pdev->dev);
	pdev->dev.driver = NULL;
	b->driver = NULL;
}

static void remove(struct bound *b)
{
	struct platform_driver *driver = b->driver;
	struct platform_device *pdev = b->pdev;

	if (!driver)
		return;
#if !UNOOPS_SINCE(6, 11) && UNOOPS_SINCE(6, 1)
	if (driver->remove_new)
		driver->remove_new(pdev);
	else
#endif
	if (driver->remove)
		(void)unoops_call_fn(driver->remove, pdev);
	unoops_release_all_devres(&pdev->dev);
	pdev->dev.driver = NULL;
	pdev->dev.driver_data = NULL;
	b->driver = NULL;
}

static struct bound *add(struct platform_device *pdev, bool ours)
{
	struct bound *b = unoops_alloc(sizeof(*b), "platform_device");

	b->pdev = pdev;
	b->ours = ours;
	list_add_tail(&b->entry, &platform_devices);
	return b;
}

static struct platform_device *device_of_the_machine(const char *name)
{
	struct platform_device *pdev = unoops_alloc(sizeof(*pdev), "device");

	unoops_assume("there is one device for the driver when the module brings none along");
	pdev->name = name;
	device_initialize(&pdev->dev);
	pdev->dev.kobj.name = name;
	pdev->dev.of_node = &unoops_node;
	return pdev;
}

int __platform_driver_register(struct platform_driver *driver, struct module *owner)
{
	struct bound *b;
	bool met = false;
	unsigned int i;

	unoops_check_may_sleep("a driver is registered in atomic context");
	unoops_read_of_ids(driver->driver.of_match_table);
	unoops_read_platform_ids(driver->id_table);
	for (i = 0; i < ARRAY_SIZE(drivers) && drivers[i]; i++)
		;
	if (i < ARRAY_SIZE(drivers))
		drivers[i] = driver;
	list_for_each_entry(b, &platform_devices, entry)
		if (!b->driver && matches(b->pdev, driver)) {
			met = true;
			probe(b, driver);
		}
	if (!met)
		probe(add(device_of_the_machine(driver->driver.name), true), driver);
	return 0;
}
int __platform_driver_probe(struct platform_driver *driver, int (*probe)(struct platform_device *), struct module *owner)
{
	driver->probe = probe;
	return __platform_driver_register(driver, owner);
}

void platform_driver_unregister(struct platform_driver *driver)
{
	struct bound *b, *next;
	unsigned int i;

	unoops_check_may_sleep("a driver is unregistered in atomic context");
	for (i = 0; i < ARRAY_SIZE(drivers); i++)
		if (drivers[i] == driver)
			drivers[i] = NULL;
	list_for_each_entry_safe(b, next, &platform_devices, entry) {
		if (b->driver == driver)
			remove(b);
		if (b->ours) {
			list_del(&b->entry);
			unoops_free(b->pdev);
			unoops_free(b);
		}
	}
}

static void attach(struct bound *b)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(drivers); i++)
		if (drivers[i] && !b->driver && matches(b->pdev, drivers[i]))
			probe(b, drivers[i]);
}

int platform_device_add(struct platform_device *pdev)
{
	int err;

	pdev->dev.kobj.name = pdev->name;
	err = device_add(&pdev->dev);
	if (!err)
		attach(add(pdev, false));
	return err;
}
int platform_device_register(struct platform_device *pdev)
{
	device_initialize(&pdev->dev);
	return platform_device_add(pdev);
}

void platform_device_del(struct platform_device *pdev)
{
	struct bound *b;

	if (IS_ERR_OR_NULL(pdev))
		return;
	list_for_each_entry(b, &platform_devices, entry)
		if (b->pdev == pdev) {
			remove(b);
			list_del(&b->entry);
			unoops_free(b);
			break;
		}
	device_del(&pdev->dev);
}
void platform_device_put(struct platform_device *pdev)
{
	if (!IS_ERR_OR_NULL(pdev))
		put_device(&pdev->dev);
}
void platform_device_unregister(struct platform_device *pdev)
{
	platform_device_del(pdev);
	platform_device_put(pdev);
}

static void free_platform_device(struct device *dev)
{
	struct platform_device *pdev = to_platform_device(dev);

	kfree(pdev->dev.platform_data);
	kfree(pdev);
}

struct platform_device *platform_device_alloc(const char *name, int id)
{
	struct platform_device *pdev = kzalloc(sizeof(*pdev), GFP_KERNEL);

	if (!pdev)
		return NULL;
	pdev->name = name;
	pdev->id = id;
	device_initialize(&pdev->dev);
	pdev->dev.release = free_platform_device;
	return pdev;
}
int platform_device_add_data(struct platform_device *pdev, const void *data, size_t size)
{
	pdev->dev.platform_data = data ? kmemdup(data, size, GFP_KERNEL) : NULL;
	return data && !pdev->dev.platform_data ? -ENOMEM : 0;
}
int platform_device_add_resources(struct platform_device *pdev, const struct resource *res, unsigned int n)
{
	pdev->resource = (struct resource *)res;
	pdev->num_resources = n;
	return 0;
}

struct platform_device *platform_device_register_resndata(struct device *parent, const char *name, int id,
		const struct resource *res, unsigned int n, const void *data, size_t size)
{
	struct platform_device *pdev = platform_device_alloc(name, id);
	int err;

	if (!pdev)
		return ERR_PTR(-ENOMEM);
	platform_device_add_resources(pdev, res, n);
	err = platform_device_add_data(pdev, data, size);
	if (!err)
		err = platform_device_add(pdev);
	if (!err)
		return pdev;
	platform_device_put(pdev);
	return ERR_PTR(err);
}

struct resource *platform_get_resource(struct platform_device *pdev, unsigned int type, unsigned int n)
{
	static struct resource registers = { .start = 0x10000000, .end = 0x10000fff, .flags = IORESOURCE_MEM };
	unsigned int i;

	for (i = 0; i < pdev->num_resources; i++)
		if (pdev->resource[i].flags == type && !n--)
			return &pdev->resource[i];
	return pdev->num_resources ? NULL : &registers;
}
int platform_get_irq(struct platform_device *pdev, unsigned int n) { return 32 + n; }

/* --- registers and lines of devices ----------------------------------------------------- */

/* What is mapped may be touched by plain accesses too, as people do; more than this has a place only. */
#define REGISTERS	((void *)0x50000000)
#define MOST_REGISTERS	16384
void *ioremap(phys_addr_t offset, unsigned long size)
{
	if (unoops_fault("ioremap"))
		return NULL;
	return size && size <= MOST_REGISTERS ? unoops_alloc(size, "registers") : REGISTERS;
}
void iounmap(volatile void *addr)
{
	if (addr && addr != REGISTERS)
		unoops_free((const void *)addr);
}
void *devm_ioremap(struct device *dev, resource_size_t offset, resource_size_t size) { return unoops_fault("ioremap") ? NULL : REGISTERS; }
void *devm_ioremap_resource(struct device *dev, const struct resource *res)
{
	return unoops_fault("ioremap") ? ERR_PTR(-ENOMEM) : REGISTERS;
}
void *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int n) { return devm_ioremap_resource(&pdev->dev, NULL); }
/* What comes by a port of eight bits is a number of a key or a state, by which people look into tables: 1 is the first that means something. */
u8 unoops_read_port(void)
{
	unoops_assume("ports read as 0, as 1, as all ones, or as what the module compares with");
	return unoops_choose(2, "the port reads as 1") ? 1 : unoops_any_answer();
}
u32 unoops_read_register(const volatile void *addr)
{
	unoops_assume("registers of devices read as 0, as all ones, or as what the module compares with");
	return unoops_any_answer();
}
void unoops_write_register(volatile void *addr) { }
struct resource *request_mem_region(resource_size_t start, resource_size_t n, const char *name)
{
	static struct resource region;

	return unoops_fault("request_mem_region") ? NULL : &region;
}
void release_mem_region(resource_size_t start, resource_size_t n) { }
struct resource *request_region(resource_size_t start, resource_size_t n, const char *name) { return request_mem_region(start, n, name); }
void release_region(resource_size_t start, resource_size_t n) { }

int unoops_gpio_request(void) { return unoops_fault("gpio_request") ? -EBUSY : 0; }
void unoops_gpio_may_sleep(const char *where) { unoops_check_may_sleep(where); }
int unoops_gpio_value(void) { return unoops_choose(2, "the line is high"); }
struct gpio_desc *unoops_gpiod_get(void) { return unoops_fault("gpiod_get") ? ERR_PTR(-ENOENT) : (struct gpio_desc *)REGISTERS; }
