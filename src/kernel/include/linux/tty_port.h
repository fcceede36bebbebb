/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TTY_PORT_H
#define _LINUX_TTY_PORT_H

#include <linux/kfifo.h>
#include <linux/kref.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/tty_driver.h>
#include <linux/wait.h>

/* drivers/tty/tty_port.c; 4.4 ... 7.2. */
struct tty_port;
struct tty_port_operations {
#if UNOOPS_SINCE(6, 4)
	bool (*carrier_raised)(struct tty_port *port);
	void (*dtr_rts)(struct tty_port *port, bool active);
#else
	int (*carrier_raised)(struct tty_port *port);
	void (*dtr_rts)(struct tty_port *port, int raise);
#endif
	void (*shutdown)(struct tty_port *port);
	int (*activate)(struct tty_port *port, struct tty_struct *tty);
	void (*destruct)(struct tty_port *port);
};
struct tty_port {
	struct tty_struct *tty;
	const struct tty_port_operations *ops;
	spinlock_t lock;
	int blocked_open, count;
	wait_queue_head_t open_wait, delta_msr_wait;
	unsigned long flags, iflags;
	bool low_latency;
	struct mutex mutex, buf_mutex;
	unsigned char *xmit_buf;
	DECLARE_KFIFO_PTR(xmit_fifo, unsigned char);
	unsigned int close_delay, closing_wait;
	int drain_delay;
	struct kref kref;
};
#define ASYNC_INITIALIZED	(1u << 31)
#define ASYNC_LOW_LATENCY	(1u << 13)
static __always_inline bool tty_port_initialized(const struct tty_port *port) { return port->iflags & 1; }
static __always_inline void tty_port_set_initialized(struct tty_port *port, bool val) { port->iflags = val ? port->iflags | 1 : port->iflags & ~1ul; }
void tty_port_init(struct tty_port *port);
void tty_port_destroy(struct tty_port *port);
void tty_port_put(struct tty_port *port);
void tty_port_link_device(struct tty_port *port, struct tty_driver *driver, unsigned int index);
struct device *tty_port_register_device(struct tty_port *port, struct tty_driver *driver, unsigned int index, struct device *device);
void tty_port_unregister_device(struct tty_port *port, struct tty_driver *driver, unsigned int index);
int tty_port_install(struct tty_port *port, struct tty_driver *driver, struct tty_struct *tty);
int tty_port_open(struct tty_port *port, struct tty_struct *tty, struct file *filp);
void tty_port_close(struct tty_port *port, struct tty_struct *tty, struct file *filp);
void tty_port_hangup(struct tty_port *port);
struct tty_struct *tty_port_tty_get(struct tty_port *port);
void tty_port_tty_set(struct tty_port *port, struct tty_struct *tty);
void tty_port_tty_wakeup(struct tty_port *port);

#endif
