/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_VT_KERN_H
#define _LINUX_VT_KERN_H

#include <linux/types.h>
#include <linux/kd.h>
#include <linux/vt.h>
#include <linux/mm.h>
#include <linux/console_struct.h>

/* drivers/tty/vt/vt.c, drivers/tty/vt/keyboard.c; 4.4 ... 7.2. */
extern int fg_console, last_console, want_console;
void kd_mksound(unsigned int hz, unsigned int ticks);

#endif
