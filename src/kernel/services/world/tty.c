/* SPDX-License-Identifier: MIT */
/*
 * drivers/tty/tty_io.c, tty_port.c; 4.4 ... 7.2. A process opens a line of a driver, which holds the driver's module, writes to it, sets it or asks it, and
 * closes it: also where open() failed. Of a driver's lines only the first is used, unless they are registered one by one. What a line receives is dropped.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/tty.h>
#include "user.h"

struct terminal {
	struct happening session;
	struct list_head entry;
	struct tty_driver *driver;
	unsigned int index;
	bool gone;
};
static LIST_HEAD(terminals);
static DEFINE_MUTEX(tty_mutex);

struct ktermios tty_std_termios = { .c_iflag = ICRNL | IXON, .c_oflag = OPOST | ONLCR, .c_cflag = B38400 | CS8 | CREAD | HUPCL,
				    .c_lflag = ISIG | ICANON | ECHO | IEXTEN, .c_ispeed = 38400, .c_ospeed = 38400 };

/* --- drivers ------------------------------------------------------------------------------- */

struct tty_driver *__tty_alloc_driver(unsigned int lines, struct module *owner, unsigned long flags)
{
	struct tty_driver *driver;

	unoops_check_may_sleep("a tty driver is made in atomic context");
	if (!lines)
		return ERR_PTR(-EINVAL);
	if (unoops_fault("tty_alloc_driver"))
		return ERR_PTR(-ENOMEM);
	driver = unoops_alloc(sizeof(*driver) + lines * (sizeof(*driver->ttys) + sizeof(*driver->ports)), "tty_driver");
	driver->ttys = (struct tty_struct **)(driver + 1);
	driver->ports = (struct tty_port **)(driver->ttys + lines);
#if !UNOOPS_SINCE(6, 1)
	driver->magic = TTY_DRIVER_MAGIC;
#endif
	kref_init(&driver->kref);
	driver->owner = owner;
	driver->num = lines;
	driver->flags = flags;
	return driver;
}
static void free_tty_driver(struct kref *kref) { unoops_free(container_of(kref, struct tty_driver, kref)); }
void tty_driver_kref_put(struct tty_driver *driver) { kref_put(&driver->kref, free_tty_driver); }
#if !UNOOPS_SINCE(5, 15)
void put_tty_driver(struct tty_driver *driver) { tty_driver_kref_put(driver); }
#endif

/* --- what a process does ------------------------------------------------------------------- */

static void drop_tty(struct tty_struct *tty)
{
	struct tty_driver *driver = tty->driver;

	if (--tty->count)
		return;
	if (tty->ops->shutdown)
		tty->ops->shutdown(tty);
	if (tty->ops->remove)
		tty->ops->remove(driver, tty);
	else
		driver->ttys[tty->index] = NULL;
	if (tty->ops->cleanup)
		tty->ops->cleanup(tty);
	unoops_free(tty);
}

/* tty_init_dev(), or one more who has it open. */
static struct tty_struct *get_tty(struct tty_driver *driver, unsigned int index)
{
	struct tty_struct *tty = driver->ttys[index];

	if (tty) {
		tty->count++;
		return tty;
	}
	tty = unoops_alloc(sizeof(*tty), "tty_struct");
	kref_init(&tty->kref);
	tty->driver = driver;
	tty->ops = driver->ops;
	tty->index = index;
	tty->count = 1;
	tty->termios = driver->init_termios;
	snprintf(tty->name, sizeof(tty->name), "%s%d", driver->name, driver->name_base + index);
	if (tty->ops->install) {
		if (tty->ops->install(driver, tty)) {
			unoops_free(tty);
			return NULL;
		}
	} else {
		driver->ttys[index] = tty;
	}
	if (!tty->port)
		tty->port = driver->ports[index];
	if (!tty->port) {
		unoops_warn("drivers/tty/tty_io.c", 0, "tty_init_dev: driver does not set tty->port. This would crash the kernel. Fix the driver!");
		drop_tty(tty);
		return NULL;
	}
	return tty;
}

static void write_to_tty(struct tty_struct *tty)
{
	struct user_text text;
	char *bytes;

	unoops_some_text(&text);
	unoops_tellf("%s > /dev/%s", text.how, tty->name);
	bytes = unoops_alloc(text.size + 1, "tty write");
	unoops_copy_text(&text, bytes);
	if (!tty->ops->write_room || tty->ops->write_room(tty) > 0)
		(void)tty->ops->write(tty, (unsigned char *)bytes, text.size);
	unoops_free(bytes);
}

static void set_tty(struct tty_struct *tty)
{
	struct ktermios old = tty->termios;

	unoops_tellf("stty 9600 < /dev/%s", tty->name);
	tty->termios.c_cflag = (old.c_cflag & ~CBAUD) | B9600;
	tty->termios.c_ispeed = tty->termios.c_ospeed = 9600;
	tty->ops->set_termios(tty, &old);
}

static void ask_tty(struct tty_struct *tty)
{
	unsigned int known = unoops_constants(tty->ops->ioctl, -1), picked = unoops_choose(known + 1, "");
	unsigned int cmd = picked < known ? unoops_constants(tty->ops->ioctl, picked) : ~0u;

	unoops_tellf("ioctl(/dev/%s, %#x)", tty->name, cmd);
	(void)tty->ops->ioctl(tty, cmd, (unsigned long)USER_PAGE(USER_ZERO));
}

static void ask_lines(struct tty_struct *tty)
{
	unoops_tellf("ioctl(/dev/%s, TIOCMGET)", tty->name);
	(void)tty->ops->tiocmget(tty);
}
static void set_lines(struct tty_struct *tty)
{
	unoops_tellf("ioctl(/dev/%s, TIOCMBIS)", tty->name);
	(void)tty->ops->tiocmset(tty, TIOCM_DTR, 0);
}

static void use_tty(struct tty_struct *tty)
{
	void (*deeds[5])(struct tty_struct *tty);
	unsigned int n = 0, picked;

	if (tty->ops->write)
		deeds[n++] = write_to_tty;
	if (tty->ops->set_termios)
		deeds[n++] = set_tty;
	if (tty->ops->ioctl)
		deeds[n++] = ask_tty;
	if (tty->ops->tiocmget)
		deeds[n++] = ask_lines;
	if (tty->ops->tiocmset)
		deeds[n++] = set_lines;
	picked = unoops_choose(n + 1, "");
	if (picked < n)
		deeds[picked](tty);
}

static void open_terminal(struct tty_driver *driver, unsigned int index)
{
	struct file file = { 0 };
	struct tty_struct *tty;
	int err = -ENODEV;

	mutex_lock(&tty_mutex);
	tty = get_tty(driver, index);
	if (!tty) {
		mutex_unlock(&tty_mutex);
		return;
	}
	unoops_tellf("open() of /dev/%s", tty->name);
	if (tty->ops->open)
		err = tty->ops->open(tty, &file);
	mutex_unlock(&tty_mutex);
	if (!err)
		use_tty(tty);
	mutex_lock(&tty_mutex);
	if (tty->ops->close)
		tty->ops->close(tty, &file);
	drop_tty(tty);
	mutex_unlock(&tty_mutex);
}

static void use_terminal(struct happening *h)
{
	struct terminal *terminal = (struct terminal *)h;
	struct tty_driver *driver = terminal->driver;
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	if (!terminal->gone && try_module_get(driver->owner)) {
		struct module *owner = driver->owner;

		kref_get(&driver->kref);
		open_terminal(driver, terminal->index);
		tty_driver_kref_put(driver);
		module_put(owner);
	}
	unoops_end_session(tsk, seat);
}

/* --- registration -------------------------------------------------------------------------- */

static void publish_terminal(struct tty_driver *driver, unsigned int index)
{
	struct terminal *terminal = unoops_new_deed(sizeof(*terminal), use_terminal);

	terminal->driver = driver;
	terminal->index = index;
	list_add_tail(&terminal->entry, &terminals);
	unoops_expect(&terminal->session);
}
/* Those of one line, or of all. */
static void withdraw_terminals(struct tty_driver *driver, int index)
{
	struct terminal *terminal, *next;

	list_for_each_entry_safe(terminal, next, &terminals, entry)
		if (terminal->driver == driver && (index < 0 || terminal->index == index)) {
			list_del(&terminal->entry);
			terminal->gone = true;
			unoops_call_off(&terminal->session, false);
		}
}

int tty_register_driver(struct tty_driver *driver)
{
	unoops_check_may_sleep("a tty driver is registered in atomic context");
	if (unoops_fault("tty_register_driver"))
		return -ENOMEM;
	if (!driver->major)
		driver->major = 240;
	driver->flags |= TTY_DRIVER_INSTALLED;
	if (!(driver->flags & TTY_DRIVER_DYNAMIC_DEV))
		publish_terminal(driver, 0);
	return 0;
}
#if UNOOPS_SINCE(5, 15)
void tty_unregister_driver(struct tty_driver *driver) { withdraw_terminals(driver, -1); }
#else
int tty_unregister_driver(struct tty_driver *driver)
{
	withdraw_terminals(driver, -1);
	return 0;
}
#endif

static struct device *add_line(struct tty_driver *driver, unsigned int index, struct device *parent)
{
	struct device *dev;

	if (index >= driver->num)
		return ERR_PTR(-EINVAL);
	dev = device_create(NULL, parent, MKDEV(driver->major, driver->minor_start + index), NULL, "%s%d", driver->name, driver->name_base + index);
	if (!IS_ERR(dev))
		publish_terminal(driver, index);
	return dev;
}
struct device *tty_register_device(struct tty_driver *driver, unsigned int index, struct device *dev) { return add_line(driver, index, dev); }
void tty_unregister_device(struct tty_driver *driver, unsigned int index)
{
	withdraw_terminals(driver, index);
	device_destroy(NULL, MKDEV(driver->major, driver->minor_start + index));
}

/* --- ports --------------------------------------------------------------------------------- */

void tty_port_init(struct tty_port *port)
{
	memset(port, 0, sizeof(*port));
	spin_lock_init(&port->lock);
	mutex_init(&port->mutex);
	mutex_init(&port->buf_mutex);
	init_waitqueue_head(&port->open_wait);
	init_waitqueue_head(&port->delta_msr_wait);
	port->close_delay = HZ / 2;
	port->closing_wait = 30 * HZ;
	kref_init(&port->kref);
}
void tty_port_destroy(struct tty_port *port) { unoops_look_at(port->count); }
static void end_of_port(struct kref *kref)
{
	struct tty_port *port = container_of(kref, struct tty_port, kref);

	if (port->ops && port->ops->destruct)
		port->ops->destruct(port);
	else
		kfree(port);
}
void tty_port_put(struct tty_port *port)
{
	if (port)
		kref_put(&port->kref, end_of_port);
}
void tty_port_link_device(struct tty_port *port, struct tty_driver *driver, unsigned int index)
{
	if (!WARN_ON(index >= driver->num))
		driver->ports[index] = port;
}
struct device *tty_port_register_device(struct tty_port *port, struct tty_driver *driver, unsigned int index, struct device *device)
{
	tty_port_link_device(port, driver, index);
	return tty_register_device(driver, index, device);
}
void tty_port_unregister_device(struct tty_port *port, struct tty_driver *driver, unsigned int index) { tty_unregister_device(driver, index); }
int tty_port_install(struct tty_port *port, struct tty_driver *driver, struct tty_struct *tty)
{
	tty->port = port;
	driver->ttys[tty->index] = tty;
	return 0;
}
struct tty_struct *tty_port_tty_get(struct tty_port *port) { return port->tty; }
void tty_port_tty_set(struct tty_port *port, struct tty_struct *tty) { port->tty = tty; }
void tty_port_tty_wakeup(struct tty_port *port) { (void)*(struct tty_struct *volatile *)&port->tty; }

int tty_port_open(struct tty_port *port, struct tty_struct *tty, struct file *filp)
{
	int err = 0;

	port->count++;
	tty_port_tty_set(port, tty);
	mutex_lock(&port->mutex);
	if (!tty_port_initialized(port)) {
		if (port->ops->activate)
			err = port->ops->activate(port, tty);
		if (!err)
			tty_port_set_initialized(port, true);
	}
	mutex_unlock(&port->mutex);
	return err;
}
static void shut_port(struct tty_port *port)
{
	mutex_lock(&port->mutex);
	if (tty_port_initialized(port)) {
		tty_port_set_initialized(port, false);
		if (port->ops->shutdown)
			port->ops->shutdown(port);
	}
	mutex_unlock(&port->mutex);
}
void tty_port_close(struct tty_port *port, struct tty_struct *tty, struct file *filp)
{
	if (port->count > 0 && --port->count)
		return;
	shut_port(port);
	tty_port_tty_set(port, NULL);
}
void tty_port_hangup(struct tty_port *port)
{
	port->count = 0;
	tty_port_tty_set(port, NULL);
	shut_port(port);
}

speed_t tty_get_baud_rate(struct tty_struct *tty) { return tty->termios.c_ospeed; }
void tty_wakeup(struct tty_struct *tty) { unoops_look_at(tty->count); }
void tty_vhangup(struct tty_struct *tty)
{
	unoops_check_may_sleep("tty_vhangup() in atomic context");
	if (tty->ops->hangup)
		tty->ops->hangup(tty);
}
/* From a work item of its own, which finds nobody who has it open here. */
void tty_hangup(struct tty_struct *tty) { unoops_look_at(tty->count); }

int tty_insert_flip_string(struct tty_port *port, const unsigned char *chars, size_t size)
{
	return tty_insert_flip_string_fixed_flag(port, chars, TTY_NORMAL, size);
}
int tty_insert_flip_string_fixed_flag(struct tty_port *port, const unsigned char *chars, char flag, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		tty_insert_flip_char(port, chars[i], flag);
	return size;
}
