/* SPDX-License-Identifier: MIT */
/*
 * drivers/tty/serial/serial_core.c; 4.4 ... 7.2. The lines of a UART driver are lines of a tty driver: opening the first time starts the port up, what is
 * written goes to its buffer, and the last close shuts it down. Who removes a port hangs up, and waits for those inside.
 */
#include <linux/serial_core.h>
#include <linux/slab.h>
#include "model.h"

static struct uart_state *state_of(struct tty_port *port) { return container_of(port, struct uart_state, port); }

/* uart_port_ref(): while somebody has it, the port stays. */
static struct uart_port *get_port(struct uart_state *state)
{
	if (state->uart_port)
		state->unoops_users++;
	return state->uart_port;
}
static void put_port(struct uart_state *state) { state->unoops_users--; }

static int uart_port_activate(struct tty_port *port, struct tty_struct *tty)
{
	struct uart_port *uport = state_of(port)->uart_port;
	unsigned long flags;
	int err;

	if (!uport || uport->flags & UPF_DEAD)
		return -ENXIO;
	err = uport->ops->startup(uport);
	if (err)
		return err;
	uport->ops->set_termios(uport, &tty->termios, NULL);
	spin_lock_irqsave(&uport->lock, flags);
	uport->ops->set_mctrl(uport, TIOCM_DTR | TIOCM_RTS);
	spin_unlock_irqrestore(&uport->lock, flags);
	return 0;
}
static void uart_tty_port_shutdown(struct tty_port *port)
{
	struct uart_port *uport = state_of(port)->uart_port;
	unsigned long flags;

	if (!uport)
		return;
	spin_lock_irqsave(&uport->lock, flags);
	uport->ops->stop_rx(uport);
	spin_unlock_irqrestore(&uport->lock, flags);
	uport->ops->shutdown(uport);
}
static const struct tty_port_operations uart_port_ops = { .activate = uart_port_activate, .shutdown = uart_tty_port_shutdown };

static int uart_install(struct tty_driver *driver, struct tty_struct *tty)
{
	struct uart_driver *drv = driver->driver_state;

	tty->driver_data = &drv->state[tty->index];
	return tty_port_install(&drv->state[tty->index].port, driver, tty);
}
static int uart_open(struct tty_struct *tty, struct file *filp) { return tty_port_open(tty->port, tty, filp); }
static void uart_close(struct tty_struct *tty, struct file *filp)
{
	struct uart_state *state = state_of(tty->port);
	struct uart_port *uport = get_port(state);

	if (uport) {
		if (tty_port_initialized(tty->port) && !uport->ops->tx_empty(uport))
			unoops_yield();
		put_port(state);
	}
	tty_port_close(tty->port, tty, filp);
}
static void uart_hangup(struct tty_struct *tty) { tty_port_hangup(tty->port); }

static void put_byte(struct uart_state *state, unsigned char byte)
{
#if UNOOPS_SINCE(6, 10)
	kfifo_put(&state->port.xmit_fifo, byte);
#else
	if (CIRC_SPACE(state->xmit.head, state->xmit.tail, UART_XMIT_SIZE)) {
		state->xmit.buf[state->xmit.head] = byte;
		state->xmit.head = (state->xmit.head + 1) & (UART_XMIT_SIZE - 1);
	}
#endif
}
static unoops_tty_written uart_write(struct tty_struct *tty, const unsigned char *buf, unoops_tty_count count)
{
	struct uart_state *state = tty->driver_data;
	struct uart_port *uport = get_port(state);
	unsigned long flags;
	unoops_tty_count i;

	if (!uport)
		return 0;
	spin_lock_irqsave(&uport->lock, flags);
	for (i = 0; i < count && i < 16; i++)
		put_byte(state, buf[i]);
	uport->ops->start_tx(uport);
	spin_unlock_irqrestore(&uport->lock, flags);
	put_port(state);
	return i;
}
#if UNOOPS_SINCE(6, 1)
static void uart_set_termios(struct tty_struct *tty, const struct ktermios *old)
#else
static void uart_set_termios(struct tty_struct *tty, struct ktermios *old)
#endif
{
	struct uart_port *uport;

	mutex_lock(&tty->port->mutex);
	uport = state_of(tty->port)->uart_port;
	if (uport)
		uport->ops->set_termios(uport, &tty->termios, old);
	mutex_unlock(&tty->port->mutex);
}
static int uart_tiocmget(struct tty_struct *tty)
{
	struct uart_port *uport;
	int result = -EIO;

	mutex_lock(&tty->port->mutex);
	uport = state_of(tty->port)->uart_port;
	if (uport) {
		spin_lock_irq(&uport->lock);
		result = uport->ops->get_mctrl(uport);
		spin_unlock_irq(&uport->lock);
	}
	mutex_unlock(&tty->port->mutex);
	return result;
}
static const struct tty_operations uart_tty_ops = {
	.install = uart_install, .open = uart_open, .close = uart_close, .write = uart_write, .set_termios = uart_set_termios,
	.tiocmget = uart_tiocmget, .hangup = uart_hangup,
};

static void *xmit_of(const struct uart_state *state)
{
#if UNOOPS_SINCE(6, 10)
	return state->port.xmit_fifo.kfifo.data;
#else
	return state->xmit.buf;
#endif
}
static void free_lines(struct uart_driver *drv)
{
	int i;

	for (i = 0; i < drv->nr; i++)
		unoops_free(xmit_of(&drv->state[i]));
	unoops_free(drv->state);
	drv->state = NULL;
}
static void make_line(struct uart_state *state)
{
	tty_port_init(&state->port);
	state->port.ops = &uart_port_ops;
#if UNOOPS_SINCE(6, 10)
	state->port.xmit_fifo.kfifo = (struct __kfifo){ .mask = UART_XMIT_SIZE - 1, .esize = 1, .data = unoops_alloc(UART_XMIT_SIZE, "xmit") };
#else
	state->xmit.buf = unoops_alloc(UART_XMIT_SIZE, "xmit");
#endif
}

int uart_register_driver(struct uart_driver *drv)
{
	struct tty_driver *driver = __tty_alloc_driver(drv->nr, drv->owner, TTY_DRIVER_REAL_RAW | TTY_DRIVER_DYNAMIC_DEV);
	int i, err;

	if (IS_ERR(driver))
		return PTR_ERR(driver);
	drv->tty_driver = driver;
	drv->state = unoops_alloc(drv->nr * sizeof(*drv->state), "uart_state");
	driver->driver_name = drv->driver_name;
	driver->name = drv->dev_name;
	driver->major = drv->major;
	driver->minor_start = drv->minor;
	driver->init_termios = tty_std_termios;
	driver->driver_state = drv;
	tty_set_operations(driver, &uart_tty_ops);
	for (i = 0; i < drv->nr; i++)
		make_line(&drv->state[i]);
	err = tty_register_driver(driver);
	if (err) {
		free_lines(drv);
		tty_driver_kref_put(driver);
	}
	return err;
}
void uart_unregister_driver(struct uart_driver *drv)
{
	tty_unregister_driver(drv->tty_driver);
	tty_driver_kref_put(drv->tty_driver);
	free_lines(drv);
	drv->tty_driver = NULL;
}

int uart_add_one_port(struct uart_driver *drv, struct uart_port *uport)
{
	struct uart_state *state;
	struct device *dev;
	unsigned long flags;

	unoops_check_may_sleep("uart_add_one_port() in atomic context");
	if (uport->line >= (unsigned int)drv->nr)
		return -EINVAL;
	state = &drv->state[uport->line];
	if (state->uart_port)
		return -EINVAL;
	state->uart_port = uport;
	uport->state = state;
	spin_lock_init(&uport->lock);
	if (uport->flags & UPF_BOOT_AUTOCONF && uport->ops->config_port)
		uport->ops->config_port(uport, UART_CONFIG_TYPE);
	if (uport->type != PORT_UNKNOWN) {
		spin_lock_irqsave(&uport->lock, flags);
		uport->ops->set_mctrl(uport, 0);
		spin_unlock_irqrestore(&uport->lock, flags);
	}
	dev = tty_port_register_device(&state->port, drv->tty_driver, uport->line, uport->dev);
	return IS_ERR(dev) ? PTR_ERR(dev) : 0;
}

static int remove_port(struct uart_driver *drv, struct uart_port *uport)
{
	struct uart_state *state = &drv->state[uport->line];
	struct tty_struct *tty;

	unoops_check_may_sleep("uart_remove_one_port() in atomic context");
	if (!state->uart_port)
		return -EINVAL;
	uport->flags |= UPF_DEAD;
	tty_port_unregister_device(&state->port, drv->tty_driver, uport->line);
	tty = tty_port_tty_get(&state->port);
	if (tty)
		tty_vhangup(tty);
	if (uport->type != PORT_UNKNOWN && uport->ops->release_port)
		uport->ops->release_port(uport);
	uport->type = PORT_UNKNOWN;
	mutex_lock(&state->port.mutex);
	state->uart_port = NULL;
	mutex_unlock(&state->port.mutex);
	unoops_block(&state->unoops_users, ~0u, 0);
	return 0;
}
#if UNOOPS_SINCE(6, 5)
void uart_remove_one_port(struct uart_driver *drv, struct uart_port *port) { (void)remove_port(drv, port); }
#else
int uart_remove_one_port(struct uart_driver *drv, struct uart_port *port) { return remove_port(drv, port); }
#endif

void uart_write_wakeup(struct uart_port *port) { (void)*(struct uart_state *volatile *)&port->state; }
void uart_update_timeout(struct uart_port *port, unsigned int cflag, unsigned int baud) { port->timeout = HZ; }
unsigned int uart_get_baud_rate(struct uart_port *port, struct ktermios *termios, const struct ktermios *old, unsigned int min, unsigned int max)
{
	return 9600;
}
unsigned int uart_get_divisor(struct uart_port *port, unsigned int baud) { return port->uartclk / (16 * baud); }
