/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_USB_H
#define _LINUX_USB_H

#include <linux/mod_devicetable.h>
#include <linux/device.h>
#include <linux/slab.h>
#include <linux/interrupt.h>

/* drivers/usb/core/; 4.4 ... 7.2. One device of the driver's kind is plugged in; its transfers are not modelled. */
#define USB_DEVICE(v, p)	.match_flags = 3, .idVendor = (v), .idProduct = (p)
struct usb_device { int devnum; u16 vendor, product; struct device dev; };
struct usb_interface { struct device dev; int minor; struct usb_device *unoops_device; };
struct usb_driver {
	const char *name;
	int (*probe)(struct usb_interface *intf, const struct usb_device_id *id);
	void (*disconnect)(struct usb_interface *intf);
	int (*suspend)(struct usb_interface *intf, pm_message_t message);
	int (*resume)(struct usb_interface *intf);
	const struct usb_device_id *id_table;
	struct { struct device_driver driver; } drvwrap;
	bool supports_autosuspend;
};
int usb_register_driver(struct usb_driver *driver, struct module *owner, const char *name);
#define usb_register(driver)	usb_register_driver(driver, THIS_MODULE, KBUILD_MODNAME)
void usb_deregister(struct usb_driver *driver);
#define module_usb_driver(driver)	module_driver(driver, usb_register, usb_deregister)
static __always_inline void *usb_get_intfdata(struct usb_interface *intf) { return intf->dev.driver_data; }
static __always_inline void usb_set_intfdata(struct usb_interface *intf, void *data) { intf->dev.driver_data = data; }
static __always_inline struct usb_device *interface_to_usbdev(struct usb_interface *intf) { return intf->unoops_device; }
static __always_inline struct usb_device *usb_get_dev(struct usb_device *dev) { return dev; }
static __always_inline void usb_put_dev(struct usb_device *dev) { (void)dev; }
struct urb;

#endif
