/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PCI_H
#define _LINUX_PCI_H

#include <linux/mod_devicetable.h>
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/pci_ids.h>
#include <linux/pm.h>
#if !UNOOPS_SINCE(5, 18)
#include <linux/dma-mapping.h>
#endif

/* drivers/pci/; 4.4 ... 7.2. One device of the driver's kind is there. */
#define PCI_ANY_ID	(~0)
#define PCI_DEVICE(v, d)	.vendor = (v), .device = (d), .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID
#define PCI_STD_NUM_BARS	6
enum { PCI_STD_RESOURCES, PCI_STD_RESOURCE_END = 5, PCI_ROM_RESOURCE, PCI_NUM_RESOURCES, DEVICE_COUNT_RESOURCE = PCI_NUM_RESOURCES };
/* The one bus of all. */
struct pci_bus { unsigned char number; char name[48]; };
struct pci_dev { unsigned short vendor, device; unsigned int irq, devfn; struct pci_bus *bus; struct device dev; struct resource resource[6]; };
struct pci_driver {
	const char *name;
	const struct pci_device_id *id_table;
	int (*probe)(struct pci_dev *dev, const struct pci_device_id *id);
	void (*remove)(struct pci_dev *dev);
	/* nobody suspends */
	int (*suspend)(struct pci_dev *dev, pm_message_t state);
	int (*resume)(struct pci_dev *dev);
	void (*shutdown)(struct pci_dev *dev);
	struct device_driver driver;
};
int __pci_register_driver(struct pci_driver *driver, struct module *owner, const char *name);
#define pci_register_driver(driver)	__pci_register_driver(driver, THIS_MODULE, KBUILD_MODNAME)
void pci_unregister_driver(struct pci_driver *driver);
#define module_pci_driver(driver)	module_driver(driver, pci_register_driver, pci_unregister_driver)
static __always_inline void *pci_get_drvdata(struct pci_dev *dev) { return dev->dev.driver_data; }
static __always_inline void pci_set_drvdata(struct pci_dev *dev, void *data) { dev->dev.driver_data = data; }
static __always_inline const char *pci_name(const struct pci_dev *dev) { return dev_name(&dev->dev); }
int pci_enable_device(struct pci_dev *dev);
#define pcim_enable_device(dev)		pci_enable_device(dev)
static __always_inline void pci_disable_device(struct pci_dev *dev) { (void)dev; }
static __always_inline void pci_set_master(struct pci_dev *dev) { (void)dev; }
static __always_inline void pci_clear_master(struct pci_dev *dev) { (void)dev; }
static __always_inline int pci_request_regions(struct pci_dev *dev, const char *name) { return 0; }
static __always_inline void pci_release_regions(struct pci_dev *dev) { (void)dev; }
int pci_enable_msi(struct pci_dev *dev);
static __always_inline void pci_disable_msi(struct pci_dev *dev) { (void)dev; }
int pci_alloc_irq_vectors(struct pci_dev *dev, unsigned int min, unsigned int max, unsigned int flags);
static __always_inline void pci_free_irq_vectors(struct pci_dev *dev) { (void)dev; }
static __always_inline int pci_irq_vector(struct pci_dev *dev, unsigned int i) { return dev->irq + i; }
#define PCI_IRQ_LEGACY		(1 << 0)
#define PCI_IRQ_MSI		(1 << 1)
#define PCI_IRQ_MSIX		(1 << 2)
#define PCI_IRQ_ALL_TYPES	(PCI_IRQ_LEGACY | PCI_IRQ_MSI | PCI_IRQ_MSIX)
#define PCI_VENDOR_ID		0x00
#define PCI_DEVICE_ID		0x02
#define PCI_COMMAND		0x04
#define PCI_REVISION_ID		0x08
#define PCI_INTERRUPT_LINE	0x3c
/* Configuration space reads as 0. */
static __always_inline int pci_read_config_byte(struct pci_dev *dev, int where, u8 *to) { *to = ((void)dev->irq, 0); return 0; }
static __always_inline int pci_read_config_word(struct pci_dev *dev, int where, u16 *to) { *to = ((void)dev->irq, 0); return 0; }
static __always_inline int pci_read_config_dword(struct pci_dev *dev, int where, u32 *to) { *to = ((void)dev->irq, 0); return 0; }
static __always_inline int pci_write_config_byte(struct pci_dev *dev, int where, u8 value) { (void)dev->irq; return 0; }
static __always_inline int pci_write_config_word(struct pci_dev *dev, int where, u16 value) { (void)dev->irq; return 0; }
static __always_inline int pci_write_config_dword(struct pci_dev *dev, int where, u32 value) { (void)dev->irq; return 0; }
#define pci_resource_start(dev, bar)	((dev)->resource[bar].start)
#define pci_resource_end(dev, bar)	((dev)->resource[bar].end)
#define pci_resource_len(dev, bar)	resource_size(&(dev)->resource[bar])
#define pci_resource_flags(dev, bar)	((dev)->resource[bar].flags)
#define pci_ioremap_bar(dev, bar)	ioremap(pci_resource_start(dev, bar), pci_resource_len(dev, bar))
#define pci_iomap(dev, bar, max)	pci_ioremap_bar(dev, bar)
#define pci_iounmap(dev, addr)		iounmap(addr)
#define pcim_iomap(dev, bar, max)	devm_ioremap(&(dev)->dev, pci_resource_start(dev, bar), pci_resource_len(dev, bar))
static __always_inline int pci_request_region(struct pci_dev *dev, int bar, const char *name) { (void)dev->irq; return 0; }
static __always_inline void pci_release_region(struct pci_dev *dev, int bar) { (void)dev->irq; }
#define pci_request_mem_regions(dev, name)	pci_request_regions(dev, name)
#define pci_release_mem_regions(dev)		pci_release_regions(dev)
static __always_inline int pci_find_capability(struct pci_dev *dev, int cap) { (void)dev->irq; return 0; }
static __always_inline int pci_save_state(struct pci_dev *dev) { (void)dev->irq; return 0; }
static __always_inline void pci_restore_state(struct pci_dev *dev) { (void)dev->irq; }
#define PCI_SLOT(devfn)		(((devfn) >> 3) & 0x1f)
#define PCI_FUNC(devfn)		((devfn) & 0x07)
#define PCI_VDEVICE(v, d)	.vendor = PCI_VENDOR_ID_##v, .device = (d), .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID, 0, 0
#define PCI_BASE_ADDRESS_0	0x10
#define PCI_COMMAND_IO		0x1
#define PCI_COMMAND_MEMORY	0x2
#define PCI_COMMAND_MASTER	0x4
/* drivers/pci/search.c; 4.4 ... 7.2. A device of that kind is in the machine, or none; the one that a search begins behind is put. */
struct pci_dev *pci_get_device(unsigned int vendor, unsigned int device, struct pci_dev *from);
struct pci_dev *pci_dev_get(struct pci_dev *dev);
void pci_dev_put(struct pci_dev *dev);
#define for_each_pci_dev(d)	while ((d = pci_get_device(PCI_ANY_ID, PCI_ANY_ID, d)) != NULL)

#if !UNOOPS_SINCE(5, 18)
/* include/linux/pci-dma-compat.h; 4.4, 5.10. */
#define pci_alloc_consistent(hwdev, size, handle)	dma_alloc_coherent(&(hwdev)->dev, size, handle, GFP_ATOMIC)
#define pci_zalloc_consistent(hwdev, size, handle)	pci_alloc_consistent(hwdev, size, handle)
#define pci_free_consistent(hwdev, size, p, handle)	dma_free_coherent(&(hwdev)->dev, size, p, handle)
#endif

#endif
