/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TTY_DRIVER_H
#define _LINUX_TTY_DRIVER_H

#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/cdev.h>
#include <linux/termios.h>

struct tty_struct;
struct tty_driver;
struct file;
/* include/linux/tty_driver.h; 4.4 ... 7.2. The kernel's own terminals have them; a module's terminals are not modelled. */
#if UNOOPS_SINCE(6, 6)
typedef ssize_t unoops_tty_written;
typedef size_t unoops_tty_count;
#else
typedef int unoops_tty_written;
typedef int unoops_tty_count;
#endif
struct tty_operations {
	int (*open)(struct tty_struct *tty, struct file *filp);
	void (*close)(struct tty_struct *tty, struct file *filp);
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
	void (*throttle)(struct tty_struct *tty);
	void (*unthrottle)(struct tty_struct *tty);
	void (*stop)(struct tty_struct *tty);
	void (*start)(struct tty_struct *tty);
	void (*hangup)(struct tty_struct *tty);
	void (*flush_buffer)(struct tty_struct *tty);
};
struct tty_driver {
#if !UNOOPS_SINCE(6, 1)
	int magic;
#endif
	struct module *owner;
	const char *driver_name, *name;
	int name_base, major, minor_start;
	unsigned int num;
	short type, subtype;
	unsigned long flags;
	const struct tty_operations *ops;
};

#endif
