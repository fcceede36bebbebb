/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TTY_DRIVER_H
#define _LINUX_TTY_DRIVER_H

#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/cdev.h>
#include <linux/seq_file.h>
#include <linux/termios.h>
#include <linux/types.h>

struct tty_struct;
struct tty_driver;
struct file;
/* include/linux/tty_driver.h; 4.4 ... 7.2. */
#if UNOOPS_SINCE(6, 6)
typedef ssize_t unoops_tty_written;
typedef size_t unoops_tty_count;
#else
typedef int unoops_tty_written;
typedef int unoops_tty_count;
#endif
struct serial_icounter_struct;
struct serial_struct;
struct tty_operations {
	struct tty_struct *(*lookup)(struct tty_driver *driver, struct file *filp, int idx);
	int (*install)(struct tty_driver *driver, struct tty_struct *tty);
	void (*remove)(struct tty_driver *driver, struct tty_struct *tty);
	int (*open)(struct tty_struct *tty, struct file *filp);
	void (*close)(struct tty_struct *tty, struct file *filp);
	void (*shutdown)(struct tty_struct *tty);
	void (*cleanup)(struct tty_struct *tty);
	unoops_tty_written (*write)(struct tty_struct *tty, const unsigned char *buf, unoops_tty_count count);
	int (*put_char)(struct tty_struct *tty, unsigned char ch);
	void (*flush_chars)(struct tty_struct *tty);
#if UNOOPS_SINCE(5, 14)
	unsigned int (*write_room)(struct tty_struct *tty);
	unsigned int (*chars_in_buffer)(struct tty_struct *tty);
#else
	int (*write_room)(struct tty_struct *tty);
	int (*chars_in_buffer)(struct tty_struct *tty);
#endif
	int (*ioctl)(struct tty_struct *tty, unsigned int cmd, unsigned long arg);
	long (*compat_ioctl)(struct tty_struct *tty, unsigned int cmd, unsigned long arg);
#if UNOOPS_SINCE(6, 1)
	void (*set_termios)(struct tty_struct *tty, const struct ktermios *old);
#else
	void (*set_termios)(struct tty_struct *tty, struct ktermios *old);
#endif
	void (*throttle)(struct tty_struct *tty);
	void (*unthrottle)(struct tty_struct *tty);
	void (*stop)(struct tty_struct *tty);
	void (*start)(struct tty_struct *tty);
	void (*hangup)(struct tty_struct *tty);
	int (*break_ctl)(struct tty_struct *tty, int state);
	void (*flush_buffer)(struct tty_struct *tty);
	void (*set_ldisc)(struct tty_struct *tty);
	void (*wait_until_sent)(struct tty_struct *tty, int timeout);
#if UNOOPS_SINCE(6, 6)
	void (*send_xchar)(struct tty_struct *tty, u8 ch);
#else
	void (*send_xchar)(struct tty_struct *tty, char ch);
#endif
	int (*tiocmget)(struct tty_struct *tty);
	int (*tiocmset)(struct tty_struct *tty, unsigned int set, unsigned int clear);
	int (*get_icount)(struct tty_struct *tty, struct serial_icounter_struct *icount);
#if UNOOPS_SINCE(4, 20)
	int (*get_serial)(struct tty_struct *tty, struct serial_struct *p);
	int (*set_serial)(struct tty_struct *tty, struct serial_struct *p);
#endif
	int (*proc_show)(struct seq_file *m, void *driver);
};
struct tty_driver {
#if !UNOOPS_SINCE(6, 1)
	int magic;
#endif
	struct kref kref;
	struct module *owner;
	const char *driver_name, *name;
	int name_base, major, minor_start;
	unsigned int num;
	short type, subtype;
	struct ktermios init_termios;
	unsigned long flags;
	struct tty_struct **ttys;
	struct tty_port **ports;
	void *driver_state;
	const struct tty_operations *ops;
};
#define TTY_DRIVER_MAGIC		0x5402
#define TTY_DRIVER_INSTALLED		0x0001
#define TTY_DRIVER_RESET_TERMIOS	0x0002
#define TTY_DRIVER_REAL_RAW		0x0004
#define TTY_DRIVER_DYNAMIC_DEV		0x0008
#define TTY_DRIVER_HARDWARE_BREAK	0x0020
#define TTY_DRIVER_DYNAMIC_ALLOC	0x0040
#define TTY_DRIVER_UNNUMBERED_NODE	0x0080
#define TTY_DRIVER_TYPE_SYSTEM		0x0001
#define TTY_DRIVER_TYPE_CONSOLE		0x0002
#define TTY_DRIVER_TYPE_SERIAL		0x0003
#define TTY_DRIVER_TYPE_PTY		0x0004
#define SERIAL_TYPE_NORMAL		1

struct device;
struct tty_driver *__tty_alloc_driver(unsigned int lines, struct module *owner, unsigned long flags);
#define tty_alloc_driver(lines, flags)	__tty_alloc_driver(lines, THIS_MODULE, flags)
#if !UNOOPS_SINCE(5, 15)
static __always_inline struct tty_driver *unoops_null_for_errors(struct tty_driver *driver) { return (unsigned long)driver >= -4095ul ? NULL : driver; }
#define alloc_tty_driver(lines)	unoops_null_for_errors(tty_alloc_driver(lines, 0))
void put_tty_driver(struct tty_driver *driver);
#endif
void tty_driver_kref_put(struct tty_driver *driver);
static __always_inline void tty_set_operations(struct tty_driver *driver, const struct tty_operations *ops) { driver->ops = ops; }
int tty_register_driver(struct tty_driver *driver);
#if UNOOPS_SINCE(5, 15)
void tty_unregister_driver(struct tty_driver *driver);
#else
int tty_unregister_driver(struct tty_driver *driver);
#endif
struct device *tty_register_device(struct tty_driver *driver, unsigned int index, struct device *dev);
void tty_unregister_device(struct tty_driver *driver, unsigned int index);

#endif
