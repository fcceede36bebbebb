/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <linux/types.h>
#include <linux/ioport.h>
#include <asm/page.h>

/* Registers of devices: reads give 0 or all ones, writes go nowhere. */
void __iomem *ioremap(phys_addr_t offset, unsigned long size);
#define ioremap_nocache	ioremap
#define ioremap_wc	ioremap
#define ioremap_cache	ioremap
void iounmap(volatile void __iomem *addr);
u32 unoops_read_register(const volatile void __iomem *addr);
void unoops_write_register(volatile void __iomem *addr);
#define readb(a)	((u8)unoops_read_register(a))
#define readw(a)	((u16)unoops_read_register(a))
#define readl(a)	unoops_read_register(a)
#define writeb(v, a)	((void)(v), unoops_write_register(a))
#define writew(v, a)	((void)(v), unoops_write_register(a))
#define writel(v, a)	((void)(v), unoops_write_register(a))
#define readl_relaxed	readl
#define writel_relaxed	writel
#define __raw_readl	readl
#define __raw_writel	writel
#define ioread8		readb
#define ioread16	readw
#define ioread32	readl
#define iowrite8	writeb
#define iowrite16	writew
#define iowrite32	writel
u8 unoops_read_port(void);
#define inb(port)	((void)(port), unoops_read_port())
#define inw(port)	((void)(port), (u16)unoops_read_register(NULL))
#define inl(port)	((void)(port), unoops_read_register(NULL))
#define outb(v, port)	((void)(v), (void)(port), unoops_write_register(NULL))
#define outw(v, port)	outb(v, port)
#define outl(v, port)	outb(v, port)
#define inb_p		inb
#define outb_p		outb
struct device;
void __iomem *devm_ioremap(struct device *dev, resource_size_t offset, resource_size_t size);
void __iomem *devm_ioremap_resource(struct device *dev, const struct resource *res);

#endif
