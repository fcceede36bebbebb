/* SPDX-License-Identifier: MIT */
/*
 * A bus asks each driver about each of its devices, and for one that is not the driver's the table of ids is read up to the entry that says
 * that it is the last. Where there is none, what lies behind the table is read: platform_match_id(), drivers/base/platform.c; i2c_match_id(),
 * spi_match_id(), pci_match_id(), usb_match_id(), hid_match_id(), input_match_device(), __of_match_node(), drivers/of/base.c; 4.4 ... 7.2.
 */
#include <linux/mod_devicetable.h>
#include "id_tables.h"
#include "model.h"

void unoops_read_of_ids(const struct of_device_id *id)
{
	for (; id && (id->name[0] || id->type[0] || id->compatible[0]); id++)
		unoops_look_at(id->compatible[0]);
}
void unoops_read_platform_ids(const struct platform_device_id *id)
{
	for (; id && id->name[0]; id++)
		unoops_look_at(id->name[0]);
}
void unoops_read_i2c_ids(const struct i2c_device_id *id)
{
	for (; id && id->name[0]; id++)
		unoops_look_at(id->name[0]);
}
void unoops_read_spi_ids(const struct spi_device_id *id)
{
	for (; id && id->name[0]; id++)
		unoops_look_at(id->name[0]);
}
void unoops_read_pci_ids(const struct pci_device_id *id)
{
	for (; id && (id->vendor || id->subvendor || id->class_mask); id++)
		unoops_look_at(id->vendor);
}
void unoops_read_usb_ids(const struct usb_device_id *id)
{
	for (; id && (id->idVendor || id->idProduct || id->bDeviceClass || id->bInterfaceClass || id->driver_info); id++)
		unoops_look_at(id->idVendor);
}
void unoops_read_hid_ids(const struct hid_device_id *id)
{
	for (; id && id->bus; id++)
		unoops_look_at(id->bus);
}
void unoops_read_input_ids(const struct input_device_id *id)
{
	for (; id && (id->flags || id->driver_info); id++)
		unoops_look_at(id->flags);
}
