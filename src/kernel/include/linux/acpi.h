/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ACPI_H
#define _LINUX_ACPI_H

#include <linux/device.h>
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/mod_devicetable.h>
#include <linux/mutex.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/types.h>
#include <linux/uuid.h>

/* include/acpi/actypes.h, acexcep.h; 4.4 ... 7.2. */
typedef u32 acpi_status;
typedef u32 acpi_object_type;
typedef u64 acpi_integer;
typedef u64 acpi_bus_address;
typedef char *acpi_string;
typedef void *acpi_handle;
#define AE_OK			((acpi_status)0x0000)
#define AE_ERROR		((acpi_status)0x0001)
#define AE_NO_MEMORY		((acpi_status)0x0004)
#define AE_NOT_FOUND		((acpi_status)0x0005)
#define AE_NOT_EXIST		((acpi_status)0x0006)
#define AE_ALREADY_EXISTS	((acpi_status)0x0007)
#define AE_TYPE			((acpi_status)0x0008)
#define AE_BUFFER_OVERFLOW	((acpi_status)0x000b)
#define AE_SUPPORT		((acpi_status)0x000f)
#define AE_TIME			((acpi_status)0x0011)
#define AE_CTRL_TERMINATE	((acpi_status)0x4004)
#define AE_BAD_PARAMETER	((acpi_status)0x1001)
#define ACPI_SUCCESS(a)		(!(a))
#define ACPI_FAILURE(a)		(a)
#define ACPI_TYPE_ANY			0x00
#define ACPI_TYPE_INTEGER		0x01
#define ACPI_TYPE_STRING		0x02
#define ACPI_TYPE_BUFFER		0x03
#define ACPI_TYPE_PACKAGE		0x04
#define ACPI_TYPE_DEVICE		0x06
#define ACPI_TYPE_METHOD		0x08
#define ACPI_TYPE_POWER			0x0b
#define ACPI_TYPE_PROCESSOR		0x0c
#define ACPI_TYPE_LOCAL_REFERENCE	0x14
#define ACPI_ALLOCATE_BUFFER		((acpi_size)-1)
#define ACPI_ALLOCATE_LOCAL_BUFFER	((acpi_size)-2)
#define ACPI_FULL_PATHNAME		0
#define ACPI_SINGLE_NAME		1
#define ACPI_ROOT_OBJECT		((acpi_handle)(unsigned long)~0u)
#define ACPI_SYSTEM_NOTIFY		0x1
#define ACPI_DEVICE_NOTIFY		0x2
#define ACPI_ALL_NOTIFY			0x3
#define ACPI_UINT32_MAX			0xffffffffu
typedef unsigned long acpi_size;
union acpi_object {
	acpi_object_type type;
	struct { acpi_object_type type; u64 value; } integer;
	struct { acpi_object_type type; u32 length; char *pointer; } string;
	struct { acpi_object_type type; u32 length; u8 *pointer; } buffer;
	struct { acpi_object_type type; u32 count; union acpi_object *elements; } package;
	struct { acpi_object_type type, actual_type; acpi_handle handle; } reference;
};
struct acpi_object_list { u32 count; union acpi_object *pointer; };
struct acpi_buffer { acpi_size length; void *pointer; };
typedef void (*acpi_notify_handler)(acpi_handle device, u32 value, void *context);

/* drivers/acpi/; 4.4 ... 7.2. Any object may be there or not, and may have any value. */
acpi_status acpi_get_handle(acpi_handle parent, acpi_string path, acpi_handle *handle);
acpi_status acpi_evaluate_object(acpi_handle handle, acpi_string path, struct acpi_object_list *args, struct acpi_buffer *result);
acpi_status acpi_evaluate_integer(acpi_handle handle, acpi_string path, struct acpi_object_list *args, unsigned long long *value);
acpi_status acpi_execute_simple_method(acpi_handle handle, char *method, u64 arg);
acpi_status acpi_get_name(acpi_handle handle, u32 kind, struct acpi_buffer *buffer);
acpi_status acpi_install_notify_handler(acpi_handle device, u32 kind, acpi_notify_handler handler, void *context);
acpi_status acpi_remove_notify_handler(acpi_handle device, u32 kind, acpi_notify_handler handler);
static __always_inline bool acpi_has_method(acpi_handle handle, char *name)
{
	acpi_handle found;

	return ACPI_SUCCESS(acpi_get_handle(handle, name, &found));
}
static __always_inline const char *acpi_format_exception(acpi_status status) { return status ? "AE_ERROR" : "AE_OK"; }
acpi_handle ec_get_handle(void);
int ec_read(u8 addr, u8 *val);
int ec_write(u8 addr, u8 val);
int ec_transaction(u8 command, const u8 *wdata, unsigned int wdata_len, u8 *rdata, unsigned int rdata_len);
#define acpi_disabled	0
struct proc_dir_entry;
extern struct proc_dir_entry *acpi_root_dir;	/* /proc/acpi */

struct acpi_device;
struct acpi_device_ops {
	int (*add)(struct acpi_device *device);
#if UNOOPS_SINCE(6, 2)
	void (*remove)(struct acpi_device *device);
#else
	int (*remove)(struct acpi_device *device);
#endif
	void (*notify)(struct acpi_device *device, u32 event);
};
#define ACPI_DRIVER_ALL_NOTIFY_EVENTS	0x1
struct acpi_driver {
	char name[80], class[80];
	const struct acpi_device_id *ids;
	unsigned int flags;
	struct acpi_device_ops ops;
	struct device_driver drv;
	struct module *owner;
};
struct acpi_device {
	acpi_handle handle;
	struct acpi_device *parent;
	struct { char device_name[40], device_class[20]; } pnp;
	struct acpi_driver *driver;
	void *driver_data;
	struct device dev;
};
#define to_acpi_device(d)	container_of(d, struct acpi_device, dev)
#define to_acpi_driver(d)	container_of(d, struct acpi_driver, drv)
#define acpi_driver_data(d)	((d)->driver_data)
#define acpi_device_name(d)	((d)->pnp.device_name)
#define acpi_device_class(d)	((d)->pnp.device_class)
#define acpi_device_bid(d)	((d)->pnp.device_name)
static __always_inline acpi_handle acpi_device_handle(struct acpi_device *adev) { return adev ? adev->handle : NULL; }
int unoops_acpi_bus_register_driver(struct acpi_driver *driver, struct module *owner);
#define acpi_bus_register_driver(driver)	unoops_acpi_bus_register_driver(driver, THIS_MODULE)
void acpi_bus_unregister_driver(struct acpi_driver *driver);
#define module_acpi_driver(driver)	module_driver(driver, acpi_bus_register_driver, acpi_bus_unregister_driver)
acpi_handle unoops_acpi_handle_of(struct device *dev);
#define ACPI_HANDLE(dev)	unoops_acpi_handle_of(dev)
#define ACPI_PTR(p)		(p)

#endif
