/* SPDX-License-Identifier: MIT */
#ifndef _UIO_DRIVER_H_
#define _UIO_DRIVER_H_

#include <linux/device.h>
#include <linux/fs.h>
#include <linux/interrupt.h>

/* drivers/uio/uio.c; 4.4 ... 7.2. */
struct module;
struct uio_map;
struct uio_portio;
struct uio_device;
struct vm_area_desc;
struct uio_mem {
	const char *name;
	phys_addr_t addr;
	unsigned long offs;
	resource_size_t size;
	int memtype;
	void __iomem *internal_addr;
	struct uio_map *map;
};
struct uio_port {
	const char *name;
	unsigned long start, size;
	int porttype;
	struct uio_portio *portio;
};
#define MAX_UIO_MAPS		5
#define MAX_UIO_PORT_REGIONS	5
struct uio_info {
	struct uio_device *uio_dev;
	const char *name, *version;
	struct uio_mem mem[MAX_UIO_MAPS];
	struct uio_port port[MAX_UIO_PORT_REGIONS];
	long irq;
	unsigned long irq_flags;
	void *priv;
	irqreturn_t (*handler)(int irq, struct uio_info *info);
#if UNOOPS_SINCE(7, 2)
	int (*mmap_prepare)(struct uio_info *info, struct vm_area_desc *desc);
#else
	int (*mmap)(struct uio_info *info, struct vm_area_struct *vma);
#endif
	int (*open)(struct uio_info *info, struct inode *inode);
	int (*release)(struct uio_info *info, struct inode *inode);
	int (*irqcontrol)(struct uio_info *info, s32 on);
};
int __uio_register_device(struct module *owner, struct device *parent, struct uio_info *info);
#define uio_register_device(parent, info)	__uio_register_device(THIS_MODULE, parent, info)
void uio_unregister_device(struct uio_info *info);
#if UNOOPS_SINCE(5, 7)
int __devm_uio_register_device(struct module *owner, struct device *parent, struct uio_info *info);
#define devm_uio_register_device(parent, info)	__devm_uio_register_device(THIS_MODULE, parent, info)
#endif
void uio_event_notify(struct uio_info *info);

#define UIO_IRQ_CUSTOM	(-1)
#define UIO_IRQ_NONE	0
#define UIO_MEM_NONE	0
#define UIO_MEM_PHYS	1
#define UIO_MEM_LOGICAL	2
#define UIO_MEM_VIRTUAL	3
#define UIO_MEM_IOVA	4
#define UIO_PORT_NONE	0
#define UIO_PORT_X86	1
#define UIO_PORT_GPIO	2
#define UIO_PORT_OTHER	3

#endif
