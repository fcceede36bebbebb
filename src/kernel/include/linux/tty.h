/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TTY_H
#define _LINUX_TTY_H

#include <linux/fs.h>
#include <linux/major.h>
#include <linux/termios.h>
#include <linux/workqueue.h>
#include <linux/tty_driver.h>
#include <linux/tty_flip.h>
#include <linux/tty_port.h>
#include <linux/mutex.h>
#include <linux/bitops.h>

/* drivers/tty/tty_io.c; 4.4 ... 7.2. */
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
	struct ktermios termios;
	unsigned long flags;
	void *driver_data;
};
extern struct ktermios tty_std_termios;
#define TTY_THROTTLED	0
#define TTY_IO_ERROR	1
#define C_BAUD(tty)	((tty)->termios.c_cflag & CBAUD)
#define C_CSIZE(tty)	((tty)->termios.c_cflag & CSIZE)
#define C_CRTSCTS(tty)	((tty)->termios.c_cflag & CRTSCTS)
#define I_IXOFF(tty)	((tty)->termios.c_iflag & IXOFF)
#define STOP_CHAR(tty)	((tty)->termios.c_cc[9])
#define START_CHAR(tty)	((tty)->termios.c_cc[8])
static __always_inline bool tty_throttled(struct tty_struct *tty) { return test_bit(TTY_THROTTLED, &tty->flags); }
speed_t tty_get_baud_rate(struct tty_struct *tty);
void tty_wakeup(struct tty_struct *tty);
void tty_hangup(struct tty_struct *tty);
void tty_vhangup(struct tty_struct *tty);
struct tty_struct *get_current_tty(void);
struct tty_struct *tty_kref_get(struct tty_struct *tty);
void tty_kref_put(struct tty_struct *tty);

#endif
