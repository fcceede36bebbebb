/* SPDX-License-Identifier: MIT */
/* Tables of ids are read to their end: see id_tables.c. */
#ifndef UNOOPS_ID_TABLES_H
#define UNOOPS_ID_TABLES_H

#include <linux/mod_devicetable.h>

void unoops_read_of_ids(const struct of_device_id *id);
void unoops_read_platform_ids(const struct platform_device_id *id);
void unoops_read_i2c_ids(const struct i2c_device_id *id);
void unoops_read_spi_ids(const struct spi_device_id *id);
void unoops_read_pci_ids(const struct pci_device_id *id);
void unoops_read_usb_ids(const struct usb_device_id *id);
void unoops_read_hid_ids(const struct hid_device_id *id);
void unoops_read_input_ids(const struct input_device_id *id);

#endif
