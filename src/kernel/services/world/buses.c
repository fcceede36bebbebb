/* SPDX-License-Identifier: MIT */
/*
 * drivers/pci/pci-driver.c, drivers/i2c/i2c-core-base.c; 4.4 ... 7.2. Each driver that is
 * registered meets one device, which goes when the driver does.
 */
#include <linux/i2c.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include "happening.h"

void unoops_release_all_devres(struct device *dev);

/* A driver with its device, which stands behind `entry`. */
struct met {
	struct list_head entry;
	const void *driver;
	bool bound;
	union {
		struct pci_dev pci;
		struct i2c_client i2c;
	};
};
static LIST_HEAD(meetings);

static struct met *meet(const void *driver, const char *name, struct device *(*device)(struct met *met))
{
	struct met *met = unoops_alloc(sizeof(*met), "device");

	unoops_check_may_sleep("a driver is registered in atomic context");
	unoops_assume("there is one device for the driver when the module brings none along");
	met->driver = driver;
	list_add_tail(&met->entry, &meetings);
	device_initialize(device(met));
	device(met)->kobj.name = name;
	return met;
}

static struct met *meeting_of(const void *driver)
{
	struct met *met;

	list_for_each_entry(met, &meetings, entry)
		if (met->driver == driver)
			return met;
	return NULL;
}

static void part(struct met *met, struct device *dev)
{
	unoops_release_all_devres(dev);
	list_del(&met->entry);
	unoops_free(met);
}

static struct device *pci_dev_of(struct met *met) { return &met->pci.dev; }
int __pci_register_driver(struct pci_driver *driver, struct module *owner, const char *name)
{
	struct met *met = meet(driver, name, pci_dev_of);

	met->pci.irq = 16;
	met->pci.resource[0] = (struct resource){ 0x20000000, 0x20000fff, "bar", IORESOURCE_MEM };
	met->bound = driver->probe && !driver->probe(&met->pci, driver->id_table);
	if (!met->bound)
		unoops_release_all_devres(&met->pci.dev);
	return 0;
}
void pci_unregister_driver(struct pci_driver *driver)
{
	struct met *met = meeting_of(driver);

	if (!met)
		return;
	if (met->bound && driver->remove)
		driver->remove(&met->pci);
	part(met, &met->pci.dev);
}
int pci_enable_device(struct pci_dev *dev) { return unoops_fault("pci_enable_device") ? -EIO : 0; }

int pci_enable_msi(struct pci_dev *dev) { return unoops_fault("pci_enable_msi") ? -ENOSPC : 0; }
int pci_alloc_irq_vectors(struct pci_dev *dev, unsigned int min, unsigned int max, unsigned int flags)
{
	(void)dev->irq;
	return unoops_fault("pci_alloc_irq_vectors") ? -ENOSPC : (int)max;
}

static struct i2c_adapter adapter = { .name = "adapter" };
static struct device *i2c_dev(struct met *met) { return &met->i2c.dev; }

static int probe_i2c(struct i2c_driver *driver, struct i2c_client *client)
{
#if !UNOOPS_SINCE(6, 6)
	if (driver->probe_new)
		return driver->probe_new(client);
#endif
#if UNOOPS_SINCE(6, 3)
	return driver->probe ? driver->probe(client) : -ENODEV;
#else
	return driver->probe ? driver->probe(client, driver->id_table) : -ENODEV;
#endif
}

int i2c_register_driver(struct module *owner, struct i2c_driver *driver)
{
	struct met *met = meet(driver, driver->driver.name, i2c_dev);

	met->i2c.adapter = &adapter;
	met->i2c.dev.of_node = &unoops_node;
	met->i2c.irq = 17;
	met->bound = !probe_i2c(driver, &met->i2c);
	if (!met->bound)
		unoops_release_all_devres(&met->i2c.dev);
	return 0;
}
void i2c_del_driver(struct i2c_driver *driver)
{
	struct met *met = meeting_of(driver);

	if (!met)
		return;
	if (met->bound && driver->remove)
		(void)unoops_call_fn(driver->remove, &met->i2c);
	part(met, &met->i2c.dev);
}
int unoops_i2c_transfer(const struct i2c_client *client, int done)
{
	unoops_check_may_sleep("an i2c transfer in atomic context");
	(void)client->addr;
	unoops_yield();
	return unoops_choose(2, "the i2c transfer fails") ? -EIO : done;
}

int i2c_master_recv(const struct i2c_client *client, char *buf, int n)
{
	memset(buf, 0, n);
	return unoops_i2c_transfer(client, n);
}

int i2c_transfer(struct i2c_adapter *on, struct i2c_msg *msgs, int n)
{
	struct i2c_client anybody = { .adapter = on };
	int i;

	for (i = 0; i < n; i++)
		if (msgs[i].flags & I2C_M_RD)
			memset(msgs[i].buf, 0, msgs[i].len);
	return unoops_i2c_transfer(&anybody, n);
}

/* A module that brings its device along, as boards without a device tree do: drivers/i2c/i2c-core-base.c. */
struct i2c_adapter *i2c_get_adapter(int nr) { return unoops_fault("i2c_get_adapter") ? NULL : &adapter; }
void i2c_put_adapter(struct i2c_adapter *on) { }

static struct i2c_client *new_client(struct i2c_adapter *on, const struct i2c_board_info *info)
{
	struct i2c_client *client;

	unoops_check_may_sleep("an i2c device is made in atomic context");
	if (unoops_fault("a new i2c device"))
		return NULL;
	client = unoops_alloc(sizeof(*client), "i2c_client");
	client->adapter = on;
	client->addr = info->addr;
	return client;
}
#if UNOOPS_SINCE(5, 3)
struct i2c_client *i2c_new_client_device(struct i2c_adapter *on, const struct i2c_board_info *info)
{
	struct i2c_client *client = new_client(on, info);

	return client ? client : ERR_PTR(-ENODEV);
}
#endif
#if !UNOOPS_SINCE(5, 8)
struct i2c_client *i2c_new_device(struct i2c_adapter *on, const struct i2c_board_info *info) { return new_client(on, info); }
#endif
/* Since 4.16 NULL and an ERR_PTR are nobody. */
void i2c_unregister_device(struct i2c_client *client)
{
#if UNOOPS_SINCE(4, 16)
	if (IS_ERR_OR_NULL(client))
		return;
#endif
	unoops_free(client);
}
