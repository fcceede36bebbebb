/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PARPORT_H
#define _LINUX_PARPORT_H

#include <linux/device.h>
#include <linux/irqreturn.h>
#include <linux/jiffies.h>
#include <linux/proc_fs.h>
#include <linux/semaphore.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

/* drivers/parport/share.c; 4.4 ... 7.2. There is one port; a driver meets it. What is read of it is 0 or all ones. */
#define PARPORT_CONTROL_STROBE	0x1
#define PARPORT_CONTROL_AUTOFD	0x2
#define PARPORT_CONTROL_INIT	0x4
#define PARPORT_CONTROL_SELECT	0x8
#define PARPORT_STATUS_ERROR	0x8
#define PARPORT_STATUS_SELECT	0x10
#define PARPORT_STATUS_PAPEROUT	0x20
#define PARPORT_STATUS_ACK	0x40
#define PARPORT_STATUS_BUSY	0x80
#define PARPORT_DEV_TRAN	0
#define PARPORT_DEV_LURK	(1 << 0)
#define PARPORT_DEV_EXCL	(1 << 1)
#define PARPORT_FLAG_EXCL	(1 << 1)
struct parport;
struct pardevice;
struct parport_operations {
	void (*write_data)(struct parport *port, unsigned char d);
	unsigned char (*read_data)(struct parport *port);
	void (*write_control)(struct parport *port, unsigned char d);
	unsigned char (*read_control)(struct parport *port);
	unsigned char (*frob_control)(struct parport *port, unsigned char mask, unsigned char val);
	unsigned char (*read_status)(struct parport *port);
	void (*enable_irq)(struct parport *port);
	void (*disable_irq)(struct parport *port);
	void (*data_forward)(struct parport *port);
	void (*data_reverse)(struct parport *port);
};
struct parport {
	unsigned long base, base_hi;
	const char *name;
	unsigned int modes;
	int irq, dma, number, portnum;
	struct parport_operations *ops;
	struct pardevice *devices, *cad;
	struct device bus_dev, *dev;
	void *private_data;
	unsigned int unoops_claimed;
};
struct pardevice {
	const char *name;
	struct parport *port;
	int daisy;
	int (*preempt)(void *handle);
	void (*wakeup)(void *handle);
	void (*irq_func)(void *handle);
	void *private;
	unsigned int flags;
	struct happening *unoops_irq;
};
struct pardev_cb {
	int (*preempt)(void *handle);
	void (*wakeup)(void *handle);
	void *private;
	void (*irq_func)(void *handle);
	unsigned int flags;
};
struct parport_driver {
	const char *name;
	void (*attach)(struct parport *port);
	void (*detach)(struct parport *port);
	void (*match_port)(struct parport *port);
	int (*probe)(struct pardevice *dev);
	struct device_driver driver;
	bool devmodel;
	struct list_head list;
};
int __parport_register_driver(struct parport_driver *driver, struct module *owner, const char *mod_name);
#define parport_register_driver(driver)	__parport_register_driver(driver, THIS_MODULE, KBUILD_MODNAME)
void parport_unregister_driver(struct parport_driver *driver);
struct parport *parport_find_number(int number);
struct parport *parport_find_base(unsigned long base);
struct parport *parport_get_port(struct parport *port);
void parport_put_port(struct parport *port);
struct pardevice *unoops_parport_register(struct parport *port, const char *name, const struct pardev_cb *cb);
static __always_inline struct pardevice *parport_register_dev_model(struct parport *port, const char *name, const struct pardev_cb *cb, int count)
{
	return unoops_parport_register(port, name, cb);
}
#if !UNOOPS_SINCE(5, 7)
static __always_inline struct pardevice *parport_register_device(struct parport *port, const char *name, int (*preempt)(void *), void (*wakeup)(void *),
								 void (*irq)(void *), int flags, void *private)
{
	struct pardev_cb cb = { .preempt = preempt, .wakeup = wakeup, .irq_func = irq, .flags = flags, .private = private };

	return unoops_parport_register(port, name, &cb);
}
#endif
void parport_unregister_device(struct pardevice *dev);
int parport_claim(struct pardevice *dev);
int parport_claim_or_block(struct pardevice *dev);
void parport_release(struct pardevice *dev);
unsigned char unoops_parport_read(struct parport *port);
static __always_inline void unoops_parport_write(struct parport *port) { (void)*(volatile int *)&port->number; }
#define parport_write_data(port, x)		((void)(x), unoops_parport_write(port))
#define parport_read_data(port)			unoops_parport_read(port)
#define parport_write_control(port, x)		((void)(x), unoops_parport_write(port))
#define parport_read_control(port)		unoops_parport_read(port)
#define parport_frob_control(port, mask, val)	((void)(mask), (void)(val), unoops_parport_read(port))
#define parport_read_status(port)		unoops_parport_read(port)
#define parport_enable_irq(port)		unoops_parport_write(port)
#define parport_disable_irq(port)		unoops_parport_write(port)
#define parport_data_forward(port)		unoops_parport_write(port)
#define parport_data_reverse(port)		unoops_parport_write(port)

#endif
