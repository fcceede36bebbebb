/* SPDX-License-Identifier: MIT */
/*
 * drivers/pci/pci-driver.c, drivers/i2c/i2c-core-base.c; 4.4 ... 7.2. Each driver that is
 * registered meets one device, which goes when the driver does.
 */
#include <linux/i2c.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "class_use.h"
#include "id_tables.h"
#include "meeting.h"

struct pci_meeting {
	struct meeting meeting;
	struct pci_dev pci;
};

static struct pci_bus the_bus = { .name = "PCI Bus 0000:00" };

int __pci_register_driver(struct pci_driver *driver, struct module *owner, const char *name)
{
	struct pci_meeting *m = unoops_meet(sizeof(*m), offsetof(struct pci_meeting, pci.dev), driver, name);

	unoops_read_pci_ids(driver->id_table);
	m->pci.irq = 16;
	m->pci.bus = &the_bus;
	m->pci.resource[0] = (struct resource){ 0x20000000, 0x20000fff, "bar", IORESOURCE_MEM };
	unoops_probed(&m->meeting, driver->probe ? driver->probe(&m->pci, driver->id_table) : -ENODEV);
	return 0;
}
void pci_unregister_driver(struct pci_driver *driver)
{
	struct pci_meeting *m = (struct pci_meeting *)unoops_meeting_of(driver);

	if (!m)
		return;
	if (m->meeting.bound && driver->remove)
		driver->remove(&m->pci);
	unoops_part(&m->meeting);
}
int pci_enable_device(struct pci_dev *dev) { return unoops_fault("pci_enable_device") ? -EIO : 0; }

int pci_enable_msi(struct pci_dev *dev) { return unoops_fault("pci_enable_msi") ? -ENOSPC : 0; }
int pci_alloc_irq_vectors(struct pci_dev *dev, unsigned int min, unsigned int max, unsigned int flags)
{
	unoops_look_at(dev->irq);
	return unoops_fault("pci_alloc_irq_vectors") ? -ENOSPC : (int)max;
}

/* One that no driver of the module's met. Who put its last reference uses it no more. */
static void free_pci_dev(struct device *dev) { unoops_free(container_of(dev, struct pci_dev, dev)); }

struct pci_dev *pci_get_device(unsigned int vendor, unsigned int device, struct pci_dev *from)
{
	struct pci_dev *dev;

	unoops_check_may_sleep("pci_get_device() in atomic context");
	if (from) {
		pci_dev_put(from);
		return NULL;
	}
	if (unoops_choose(2, "there is no such PCI device"))
		return NULL;
	dev = unoops_alloc(sizeof(*dev), "device");
	dev->vendor = vendor == (unsigned int)PCI_ANY_ID ? PCI_VENDOR_ID_INTEL : vendor;
	dev->device = device == (unsigned int)PCI_ANY_ID ? 0 : device;
	dev->irq = 16;
	dev->bus = &the_bus;
	dev->resource[0] = (struct resource){ 0x20000000, 0x20000fff, "bar", IORESOURCE_MEM };
	device_initialize(&dev->dev);
	dev->dev.release = free_pci_dev;
	return dev;
}
struct pci_dev *pci_dev_get(struct pci_dev *dev)
{
	if (dev)
		get_device(&dev->dev);
	return dev;
}
void pci_dev_put(struct pci_dev *dev)
{
	if (dev)
		put_device(&dev->dev);
}

struct i2c_meeting {
	struct meeting meeting;
	struct i2c_client i2c;
};
static struct i2c_adapter adapter = { .name = "adapter" };

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
	struct i2c_meeting *m = unoops_meet(sizeof(*m), offsetof(struct i2c_meeting, i2c.dev), driver, driver->driver.name);

	unoops_read_of_ids(driver->driver.of_match_table);
	unoops_read_i2c_ids(driver->id_table);
	m->i2c.adapter = &adapter;
	m->i2c.dev.of_node = &unoops_node;
	m->i2c.dev.driver = &driver->driver;
	if (driver->id_table)
		strscpy(m->i2c.name, driver->id_table->name, sizeof(m->i2c.name));
	m->i2c.irq = 17;
	unoops_probed(&m->meeting, probe_i2c(driver, &m->i2c));
	return 0;
}
void i2c_del_driver(struct i2c_driver *driver)
{
	struct i2c_meeting *m = (struct i2c_meeting *)unoops_meeting_of(driver);

	if (!m)
		return;
	if (m->meeting.bound && driver->remove)
		(void)unoops_call_fn(driver->remove, &m->i2c);
	unoops_part(&m->meeting);
}
const struct i2c_device_id *i2c_match_id(const struct i2c_device_id *id, const struct i2c_client *client)
{
	for (; id && id->name[0]; id++)
		if (!strcmp(client->name, id->name))
			return id;
	return NULL;
}
#if UNOOPS_SINCE(6, 2)
const struct i2c_device_id *i2c_client_get_device_id(const struct i2c_client *client)
{
	return i2c_match_id(to_i2c_driver(client->dev.driver)->id_table, client);
}
#endif
#if UNOOPS_SINCE(6, 1)
const void *i2c_get_match_data(const struct i2c_client *client)
{
	const void *data = device_get_match_data(&client->dev);
	const struct i2c_device_id *id = data ? NULL : i2c_match_id(to_i2c_driver(client->dev.driver)->id_table, client);

	return id ? (const void *)id->driver_data : data;
}
#endif
int unoops_i2c_transfer(const struct i2c_client *client, int done)
{
	unoops_check_may_sleep("an i2c transfer in atomic context");
	unoops_look_at(client->addr);
	unoops_yield();
	return unoops_choose(2, "the i2c transfer fails") ? -EIO : done;
}

int unoops_i2c_read(const struct i2c_client *client, unsigned int most)
{
	int err = unoops_i2c_transfer(client, 0);

	return err ? err : (int)(unoops_plain_answer() & most);
}

int i2c_master_recv(const struct i2c_client *client, char *buf, int n)
{
	unoops_fill_with_answer(buf, n, 0);
	return unoops_i2c_transfer(client, n);
}

/* drivers/i2c/i2c-core-smbus.c: the device says how long its block is, at most I2C_SMBUS_BLOCK_MAX. */
s32 i2c_smbus_read_block_data(const struct i2c_client *client, u8 command, u8 *values)
{
	int err = unoops_i2c_transfer(client, 0);
	unsigned int n = err ? 0 : unoops_choose(2, "the i2c device answers with a whole block") ? I2C_SMBUS_BLOCK_MAX : 1;

	if (n)
		unoops_fill_with_answer(values, n, 0);
	return err ? err : (int)n;
}
s32 i2c_smbus_read_i2c_block_data(const struct i2c_client *client, u8 command, u8 length, u8 *values)
{
	int n = min_t(u8, length, I2C_SMBUS_BLOCK_MAX);
	int got = unoops_i2c_transfer(client, n);

	if (got > 0)
		unoops_fill_with_answer(values, got, 0);
	return got;
}
s32 i2c_smbus_write_i2c_block_data(const struct i2c_client *client, u8 command, u8 length, const u8 *values)
{
	if (length)
		unoops_look_at(values[min_t(u8, length, I2C_SMBUS_BLOCK_MAX) - 1]);
	return unoops_i2c_transfer(client, 0);
}
s32 i2c_smbus_write_block_data(const struct i2c_client *client, u8 command, u8 length, const u8 *values)
{
	return i2c_smbus_write_i2c_block_data(client, command, length, values);
}
int i2c_check_functionality(struct i2c_adapter *on, u32 functions) { return !unoops_fault("i2c_check_functionality"); }

int i2c_transfer(struct i2c_adapter *on, struct i2c_msg *msgs, int n)
{
	struct i2c_client anybody = { .adapter = on };
	int i;

	for (i = 0; i < n; i++)
		if (msgs[i].flags & I2C_M_RD)
			unoops_fill_with_answer(msgs[i].buf, msgs[i].len, 0);
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
#if UNOOPS_SINCE(5, 3)
struct i2c_client *i2c_new_dummy_device(struct i2c_adapter *on, u16 address)
{
	struct i2c_client *client = new_client(on, &(struct i2c_board_info){ .addr = address });

	return client ? client : ERR_PTR(-EINVAL);
}
#endif
#if !UNOOPS_SINCE(5, 7)
struct i2c_client *i2c_new_dummy(struct i2c_adapter *on, u16 address) { return new_client(on, &(struct i2c_board_info){ .addr = address }); }
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
