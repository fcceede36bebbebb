/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MOD_DEVICETABLE_H
#define _LINUX_MOD_DEVICETABLE_H

#include <linux/types.h>

typedef unsigned long kernel_ulong_t;
struct of_device_id { char name[32], type[32], compatible[128]; const void *data; };
struct acpi_device_id { u8 id[16]; kernel_ulong_t driver_data; };
struct platform_device_id { char name[20]; kernel_ulong_t driver_data; };
struct i2c_device_id { char name[20]; kernel_ulong_t driver_data; };
struct spi_device_id { char name[32]; kernel_ulong_t driver_data; };
struct usb_device_id { u16 match_flags, idVendor, idProduct, bcdDevice_lo, bcdDevice_hi; u8 bDeviceClass, bInterfaceClass, bInterfaceSubClass, bInterfaceProtocol; kernel_ulong_t driver_info; };
struct hid_device_id { u16 bus, group; u32 vendor, product; kernel_ulong_t driver_data; };
#define HID_ANY_ID	(~0)
#define HID_BUS_ANY	0xffff
#define HID_GROUP_ANY	0x0000
struct pci_device_id { u32 vendor, device, subvendor, subdevice, class, class_mask; kernel_ulong_t driver_data; };
struct input_device_id {
	kernel_ulong_t flags;
	u16 bustype, vendor, product, version;
	kernel_ulong_t evbit[1], keybit[24], relbit[1], absbit[2], mscbit[1], ledbit[1], sndbit[1], ffbit[4], swbit[1];
	kernel_ulong_t driver_info;
};
#define INPUT_DEVICE_ID_MATCH_BUS	1
#define INPUT_DEVICE_ID_MATCH_VENDOR	2
#define INPUT_DEVICE_ID_MATCH_PRODUCT	4
#define INPUT_DEVICE_ID_MATCH_VERSION	8
#define INPUT_DEVICE_ID_MATCH_EVBIT	0x0010
#define INPUT_DEVICE_ID_MATCH_KEYBIT	0x0020
#define INPUT_DEVICE_ID_MATCH_RELBIT	0x0040
#define INPUT_DEVICE_ID_MATCH_ABSBIT	0x0080

/* What firmware says of the machine. */
enum dmi_field {
	DMI_NONE, DMI_BIOS_VENDOR, DMI_BIOS_VERSION, DMI_BIOS_DATE,
#if UNOOPS_SINCE(5, 8)
	DMI_BIOS_RELEASE, DMI_EC_FIRMWARE_RELEASE,
#endif
	DMI_SYS_VENDOR, DMI_PRODUCT_NAME, DMI_PRODUCT_VERSION, DMI_PRODUCT_SERIAL, DMI_PRODUCT_UUID, DMI_PRODUCT_SKU, DMI_PRODUCT_FAMILY,
	DMI_BOARD_VENDOR, DMI_BOARD_NAME, DMI_BOARD_VERSION, DMI_BOARD_SERIAL, DMI_BOARD_ASSET_TAG,
	DMI_CHASSIS_VENDOR, DMI_CHASSIS_TYPE, DMI_CHASSIS_VERSION, DMI_CHASSIS_SERIAL, DMI_CHASSIS_ASSET_TAG, DMI_STRING_MAX, DMI_OEM_STRING,
};
struct dmi_strmatch { unsigned char slot : 7, exact_match : 1; char substr[79]; };
struct dmi_system_id {
	int (*callback)(const struct dmi_system_id *id);
	const char *ident;
	struct dmi_strmatch matches[4];
	void *driver_data;
};
#define dmi_device_id	dmi_system_id
#define DMI_MATCH(a, b)	{ .slot = (a), .substr = b }
#define DMI_EXACT_MATCH(a, b)	{ .slot = (a), .substr = b, .exact_match = 1 }

#endif
