/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CONSOLE_STRUCT_H
#define _LINUX_CONSOLE_STRUCT_H

#include <linux/wait.h>
#include <linux/vt.h>
#include <linux/workqueue.h>
#include <linux/tty.h>

/* drivers/tty/vt/vt.c; 4.4 ... 7.2. One console is allocated, the one in front. */
struct vc_data {
	struct tty_port port;
	unsigned short vc_num;
	unsigned int vc_cols, vc_rows;
	unsigned char vc_mode;
};
struct vc {
	struct vc_data *d;
};
extern struct vc vc_cons[MAX_NR_CONSOLES];

#endif
