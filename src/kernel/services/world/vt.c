/* SPDX-License-Identifier: MIT */
/*
 * drivers/tty/vt/vt.c, drivers/tty/vt/vt_ioctl.c, drivers/tty/tty_io.c; 4.4 ... 7.2. The kernel's own terminal: one console, the one in
 * front. What is written to it, and its lamps, are looked at by nobody. Who has no terminal of its own (a service that loads the module)
 * has none here either.
 */
#include <linux/vt_kern.h>
#include <linux/tty.h>
#include "model.h"

static int con_open(struct tty_struct *tty, struct file *filp) { return 0; }
static void con_close(struct tty_struct *tty, struct file *filp) { }
static unoops_tty_written con_write(struct tty_struct *tty, const unsigned char *buf, unoops_tty_count count) { return count; }
static int con_put_char(struct tty_struct *tty, unsigned char ch) { return 1; }
static void con_nothing(struct tty_struct *tty) { }
static int vt_ioctl(struct tty_struct *tty, unsigned int cmd, unsigned long arg) { return 0; }

static const struct tty_operations con_ops = {
	.open = con_open, .close = con_close, .write = con_write, .put_char = con_put_char, .flush_chars = con_nothing,
	.ioctl = vt_ioctl, .stop = con_nothing, .start = con_nothing, .throttle = con_nothing, .unthrottle = con_nothing,
};
static struct tty_driver console_driver = { .driver_name = "vt", .name = "tty", .name_base = 1, .major = 4, .minor_start = 1,
					    .num = MAX_NR_CONSOLES, .ops = &con_ops };
static struct vc_data console;
static struct tty_struct console_tty = { .driver = &console_driver, .ops = &con_ops, .count = 1, .name = "tty1", .port = &console.port };
static struct vc_data console = { .port = { .tty = &console_tty, .count = 1 }, .vc_cols = 80, .vc_rows = 25 };
struct vc vc_cons[MAX_NR_CONSOLES] = { { &console } };
int fg_console, last_console, want_console = -1;

void kd_mksound(unsigned int hz, unsigned int ticks) { }

struct tty_struct *get_current_tty(void) { return unoops_choose(2, "the process has no terminal") ? NULL : &console_tty; }
struct tty_struct *tty_kref_get(struct tty_struct *tty) { return tty; }
void tty_kref_put(struct tty_struct *tty) { }
