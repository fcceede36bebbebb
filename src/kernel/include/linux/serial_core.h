/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SERIAL_CORE_H
#define _LINUX_SERIAL_CORE_H

#include <linux/circ_buf.h>
#include <linux/console.h>
#include <linux/interrupt.h>
#include <linux/serial.h>
#include <linux/spinlock.h>
#include <linux/tty.h>
#include <linux/tty_flip.h>
#include <linux/tty_port.h>

/* drivers/tty/serial/serial_core.c; 4.4 ... 7.2. */
struct uart_port;
struct uart_ops {
	unsigned int (*tx_empty)(struct uart_port *port);
	void (*set_mctrl)(struct uart_port *port, unsigned int mctrl);
	unsigned int (*get_mctrl)(struct uart_port *port);
	void (*stop_tx)(struct uart_port *port);
	void (*start_tx)(struct uart_port *port);
	void (*throttle)(struct uart_port *port);
	void (*unthrottle)(struct uart_port *port);
	void (*send_xchar)(struct uart_port *port, char ch);
	void (*stop_rx)(struct uart_port *port);
	void (*enable_ms)(struct uart_port *port);
	void (*break_ctl)(struct uart_port *port, int ctl);
	int (*startup)(struct uart_port *port);
	void (*shutdown)(struct uart_port *port);
	void (*flush_buffer)(struct uart_port *port);
#if UNOOPS_SINCE(6, 1)
	void (*set_termios)(struct uart_port *port, struct ktermios *termios, const struct ktermios *old);
#else
	void (*set_termios)(struct uart_port *port, struct ktermios *termios, struct ktermios *old);
#endif
	void (*pm)(struct uart_port *port, unsigned int state, unsigned int old);
	const char *(*type)(struct uart_port *port);
	void (*release_port)(struct uart_port *port);
	int (*request_port)(struct uart_port *port);
	void (*config_port)(struct uart_port *port, int flags);
	int (*verify_port)(struct uart_port *port, struct serial_struct *ser);
	int (*ioctl)(struct uart_port *port, unsigned int cmd, unsigned long arg);
};
#define UART_XMIT_SIZE		4096
#define PORT_UNKNOWN		0
#define UART_CONFIG_TYPE	(1 << 0)
#define UART_CONFIG_IRQ		(1 << 1)
#define UPIO_PORT		0
#define UPIO_MEM		2
#define UPIO_MEM32		3
#define UPF_SPD_MASK		0x1030
#define UPF_BOOT_AUTOCONF	0x10000000
#define UPF_IOREMAP		0x80000000u
#define UPF_FIXED_TYPE		0x08000000
#define UPF_LOW_LATENCY		0x00002000
#define UPF_SHARE_IRQ		0x01000000
#define UPF_DEAD		0x40000000
#define UPF_SKIP_TEST		0x00000040
typedef unsigned int upf_t;
struct uart_state {
	struct tty_port port;
#if !UNOOPS_SINCE(6, 10)
	struct circ_buf xmit;
#endif
	struct uart_port *uart_port;
	unsigned int unoops_users;
};
struct uart_port {
	spinlock_t lock;
	unsigned long iobase;
	unsigned char *membase;
	unsigned int irq, uartclk, fifosize, read_status_mask, ignore_status_mask, mctrl, timeout, type, line, minor;
	unsigned long irqflags;
	unsigned char x_char, regshift, iotype, hub6, has_sysrq;
	upf_t flags;
	struct uart_state *state;
	struct async_icount icount;
	struct console *cons;
	const struct uart_ops *ops;
	unsigned long mapbase, mapsize;
	struct device *dev;
	const char *name;
	void *private_data;
};
struct uart_driver {
	struct module *owner;
	const char *driver_name, *dev_name;
	int major, minor, nr;
	struct console *cons;
	struct uart_state *state;
	struct tty_driver *tty_driver;
};
int uart_register_driver(struct uart_driver *drv);
void uart_unregister_driver(struct uart_driver *drv);
int uart_add_one_port(struct uart_driver *drv, struct uart_port *port);
#if UNOOPS_SINCE(6, 5)
void uart_remove_one_port(struct uart_driver *drv, struct uart_port *port);
#else
int uart_remove_one_port(struct uart_driver *drv, struct uart_port *port);
#endif
void uart_write_wakeup(struct uart_port *port);
void uart_update_timeout(struct uart_port *port, unsigned int cflag, unsigned int baud);
unsigned int uart_get_baud_rate(struct uart_port *port, struct ktermios *termios, const struct ktermios *old, unsigned int min, unsigned int max);
unsigned int uart_get_divisor(struct uart_port *port, unsigned int baud);
static __always_inline void uart_insert_char(struct uart_port *port, unsigned int status, unsigned int overrun, unsigned int ch, unsigned int flag)
{
	tty_insert_flip_char(&port->state->port, ch, flag);
}
static __always_inline int uart_tx_stopped(struct uart_port *port) { (void)port->state->port.tty; return 0; }
static __always_inline int uart_handle_break(struct uart_port *port) { (void)port->flags; return 0; }
#define uart_handle_sysrq_char(port, ch)	((void)(port)->flags, (void)(ch), 0)
#define uart_prepare_sysrq_char(port, ch)	((void)(port)->flags, (void)(ch), 0)
#if UNOOPS_SINCE(6, 6)
static __always_inline void uart_port_lock(struct uart_port *port) { spin_lock(&port->lock); }
static __always_inline void uart_port_unlock(struct uart_port *port) { spin_unlock(&port->lock); }
#define uart_port_lock_irqsave(port, flags)	spin_lock_irqsave(&(port)->lock, *(flags))
static __always_inline void uart_port_unlock_irqrestore(struct uart_port *port, unsigned long flags) { spin_unlock_irqrestore(&port->lock, flags); }
static __always_inline void uart_port_lock_irq(struct uart_port *port) { spin_lock_irq(&port->lock); }
static __always_inline void uart_port_unlock_irq(struct uart_port *port) { spin_unlock_irq(&port->lock); }
#endif
#if UNOOPS_SINCE(6, 10)
static __always_inline void uart_xmit_advance(struct uart_port *port, unsigned int chars)
{
	port->icount.tx += chars;
	kfifo_skip_count(&port->state->port.xmit_fifo, chars);
}
#define uart_fifo_get(port, ch)	({ unsigned int __n = kfifo_get(&(port)->state->port.xmit_fifo, (ch)); (port)->icount.tx += __n; __n; })
#else
#define uart_circ_empty(circ)		((circ)->head == (circ)->tail)
#define uart_circ_clear(circ)		((circ)->head = (circ)->tail = 0)
#define uart_circ_chars_pending(circ)	CIRC_CNT((circ)->head, (circ)->tail, UART_XMIT_SIZE)
#define uart_circ_chars_free(circ)	CIRC_SPACE((circ)->head, (circ)->tail, UART_XMIT_SIZE)
static __always_inline void uart_xmit_advance(struct uart_port *port, unsigned int chars)
{
	struct circ_buf *xmit = &port->state->xmit;

	xmit->tail = (xmit->tail + chars) & (UART_XMIT_SIZE - 1);
	port->icount.tx += chars;
}
#endif

#endif
