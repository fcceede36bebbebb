/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_HID_H
#define _LINUX_HID_H

#include <linux/device.h>
#include <linux/input.h>
#include <linux/list.h>
#include <linux/mod_devicetable.h>
#include <linux/mutex.h>
#include <linux/power_supply.h>
#include <linux/semaphore.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/types.h>
#include <linux/workqueue.h>

/* drivers/hid/hid-core.c; 4.4 ... 7.2. */
enum hid_report_type { HID_INPUT_REPORT, HID_OUTPUT_REPORT, HID_FEATURE_REPORT, HID_REPORT_TYPES };
enum hid_class_request {
	HID_REQ_GET_REPORT = 0x01, HID_REQ_GET_IDLE = 0x02, HID_REQ_GET_PROTOCOL = 0x03, HID_REQ_SET_REPORT = 0x09, HID_REQ_SET_IDLE = 0x0a,
	HID_REQ_SET_PROTOCOL = 0x0b,
};
#define HID_MAX_FIELDS		256
#define HID_MIN_BUFFER_SIZE	64
#define HID_MAX_BUFFER_SIZE	16384
#define HID_QUIRK_NOTOUCH		(1 << 1)
#define HID_QUIRK_IGNORE		(1 << 2)
#define HID_QUIRK_NOGET			(1 << 3)
#define HID_QUIRK_MULTI_INPUT		(1 << 6)
#define HID_QUIRK_NO_INIT_REPORTS	(1 << 29)
#define HID_CONNECT_HIDINPUT		(1U << 0)
#define HID_CONNECT_HIDINPUT_FORCE	(1U << 1)
#define HID_CONNECT_HIDRAW		(1U << 2)
#define HID_CONNECT_HIDDEV		(1U << 3)
#define HID_CONNECT_HIDDEV_FORCE	(1U << 4)
#define HID_CONNECT_FF			(1U << 5)
#define HID_CONNECT_DRIVER		(1U << 6)
#define HID_CONNECT_DEFAULT	(HID_CONNECT_HIDINPUT | HID_CONNECT_HIDRAW | HID_CONNECT_HIDDEV | HID_CONNECT_FF)
#define HID_UP_GENDESK		0x00010000
#define HID_UP_KEYBOARD		0x00070000
#define HID_UP_BUTTON		0x00090000
#define HID_UP_CONSUMER		0x000c0000
#define HID_UP_DIGITIZER	0x000d0000
#define HID_USAGE_PAGE		0xffff0000
#define HID_USAGE		0x0000ffff
#define HID_GD_MOUSE		0x00010002
#define HID_GD_KEYBOARD		0x00010006
#define HID_GD_KEYPAD		0x00010007
#define HID_DG_PEN		0x000d0002

struct hid_device;
struct hid_usage { unsigned int hid, collection_index, usage_index; u16 code; u8 type; };
struct hid_report;
struct hid_input;
struct hid_field {
	unsigned int physical, logical, application, maxusage, flags, report_offset, report_size, report_count, report_type;
	struct hid_usage *usage;
	s32 *value, logical_minimum, logical_maximum, physical_minimum, physical_maximum;
	struct hid_report *report;
	unsigned int index;
	struct hid_input *hidinput;
};
struct hid_report {
	struct list_head list;
	unsigned int id, application, maxfield, size;
	enum hid_report_type type;
	struct hid_field *field[HID_MAX_FIELDS];
	struct hid_device *device;
};
struct hid_report_enum { unsigned int numbered; struct list_head report_list; struct hid_report *report_id_hash[1]; };
struct hid_input { struct list_head list; struct hid_report *report; struct input_dev *input; const char *name; unsigned int application; };
enum hid_type { HID_TYPE_OTHER, HID_TYPE_USBMOUSE, HID_TYPE_USBNONE };
struct hid_driver;
struct hid_device {
	const u8 *dev_rdesc, *rdesc;
	unsigned int dev_rsize, rsize, maxcollection, maxapplication;
	u16 bus, group;
	u32 vendor, product, version;
	enum hid_type type;
	struct hid_report_enum report_enum[HID_REPORT_TYPES];
	struct device dev;
	struct hid_driver *driver;
	unsigned int claimed, quirks, initial_quirks;
	struct list_head inputs;
	char name[128], phys[64], uniq[64];
	void *driver_data;
};
#define to_hid_device(d)	container_of(d, struct hid_device, dev)
struct hid_driver {
	char *name;
	const struct hid_device_id *id_table;
#if UNOOPS_SINCE(4, 17)
	bool (*match)(struct hid_device *dev, bool ignore_special_driver);
#endif
	int (*probe)(struct hid_device *dev, const struct hid_device_id *id);
	void (*remove)(struct hid_device *dev);
	int (*raw_event)(struct hid_device *hdev, struct hid_report *report, u8 *data, int size);
	int (*event)(struct hid_device *hdev, struct hid_field *field, struct hid_usage *usage, s32 value);
	void (*report)(struct hid_device *hdev, struct hid_report *report);
#if UNOOPS_SINCE(6, 12)
	const u8 *(*report_fixup)(struct hid_device *hdev, u8 *buf, unsigned int *size);
#else
	u8 *(*report_fixup)(struct hid_device *hdev, u8 *buf, unsigned int *size);
#endif
	int (*input_mapping)(struct hid_device *hdev, struct hid_input *hidinput, struct hid_field *field, struct hid_usage *usage,
			     unsigned long **bit, int *max);
	int (*input_mapped)(struct hid_device *hdev, struct hid_input *hidinput, struct hid_field *field, struct hid_usage *usage,
			    unsigned long **bit, int *max);
	int (*input_configured)(struct hid_device *hdev, struct hid_input *hidinput);
	void (*feature_mapping)(struct hid_device *hdev, struct hid_field *field, struct hid_usage *usage);
	int (*suspend)(struct hid_device *hdev, pm_message_t message);
	int (*resume)(struct hid_device *hdev);
	int (*reset_resume)(struct hid_device *hdev);
	struct device_driver driver;
};
#define HID_DEVICE(b, g, ven, prod)	.bus = (b), .group = (g), .vendor = (ven), .product = (prod)
#define HID_USB_DEVICE(ven, prod)	.bus = BUS_USB, .vendor = (ven), .product = (prod)
#define HID_I2C_DEVICE(ven, prod)	.bus = BUS_I2C, .vendor = (ven), .product = (prod)
#define HID_BLUETOOTH_DEVICE(ven, prod)	.bus = BUS_BLUETOOTH, .vendor = (ven), .product = (prod)
int __hid_register_driver(struct hid_driver *driver, struct module *owner, const char *mod_name);
#define hid_register_driver(driver)	__hid_register_driver(driver, THIS_MODULE, KBUILD_MODNAME)
void hid_unregister_driver(struct hid_driver *driver);
#define module_hid_driver(driver)	module_driver(driver, hid_register_driver, hid_unregister_driver)

int hid_open_report(struct hid_device *hdev);
static __always_inline int hid_parse(struct hid_device *hdev) { return hid_open_report(hdev); }
int hid_hw_start(struct hid_device *hdev, unsigned int connect_mask);
void hid_hw_stop(struct hid_device *hdev);
int hid_hw_open(struct hid_device *hdev);
void hid_hw_close(struct hid_device *hdev);
int hid_hw_raw_request(struct hid_device *hdev, unsigned char number, u8 *buf, size_t len, enum hid_report_type type, enum hid_class_request request);
int hid_hw_output_report(struct hid_device *hdev, u8 *buf, size_t len);
void hid_hw_request(struct hid_device *hdev, struct hid_report *report, enum hid_class_request request);
void hid_device_io_start(struct hid_device *hdev);
void hid_device_io_stop(struct hid_device *hdev);
static __always_inline void hid_hw_wait(struct hid_device *hdev) { (void)hdev->driver; }
static __always_inline int hid_hw_power(struct hid_device *hdev, int level) { return 0; }
static __always_inline void *hid_get_drvdata(struct hid_device *hdev) { return dev_get_drvdata(&hdev->dev); }
static __always_inline void hid_set_drvdata(struct hid_device *hdev, void *data) { dev_set_drvdata(&hdev->dev, data); }
static __always_inline bool hid_is_usb(const struct hid_device *hdev) { return hdev->bus == BUS_USB; }
#define hid_err(hid, fmt, ...)	dev_err(&(hid)->dev, fmt, ##__VA_ARGS__)
#define hid_notice(hid, fmt, ...) dev_notice(&(hid)->dev, fmt, ##__VA_ARGS__)
#define hid_warn(hid, fmt, ...)	dev_warn(&(hid)->dev, fmt, ##__VA_ARGS__)
#define hid_info(hid, fmt, ...)	dev_info(&(hid)->dev, fmt, ##__VA_ARGS__)
#define hid_dbg(hid, fmt, ...)	dev_dbg(&(hid)->dev, fmt, ##__VA_ARGS__)

#endif
