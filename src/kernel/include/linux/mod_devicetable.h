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
struct pci_device_id { u32 vendor, device, subvendor, subdevice, class, class_mask; kernel_ulong_t driver_data; };

#endif
