/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TTY_H
#define _LINUX_TTY_H

#include <linux/fs.h>
#include <linux/major.h>
#include <linux/termios.h>
#include <linux/workqueue.h>
#include <linux/tty_driver.h>
#include <linux/mutex.h>

/* drivers/tty/tty_io.c, drivers/tty/tty_port.c; 4.4 ... 7.2. */
struct tty_struct;
struct tty_port {
	struct tty_struct *tty;
	int count;
};
struct tty_struct {
#if !UNOOPS_SINCE(6, 1)
	int magic;
#endif
	struct kref kref;
	struct tty_driver *driver;
	const struct tty_operations *ops;
	int index, count;
	char name[64];
	struct tty_port *port;
	void *driver_data;
};
struct tty_struct *get_current_tty(void);
struct tty_struct *tty_kref_get(struct tty_struct *tty);
void tty_kref_put(struct tty_struct *tty);

#endif
