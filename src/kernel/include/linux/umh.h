/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_UMH_H
#define _LINUX_UMH_H

#include <linux/gfp.h>
#include <linux/workqueue.h>
#include <linux/errno.h>

/* kernel/umh.c; 4.4 ... 7.2. What the program does is not looked at. */
#define UMH_NO_WAIT	0x00
#define UMH_WAIT_EXEC	0x01
#define UMH_WAIT_PROC	0x02
#define UMH_FREEZABLE	0x04
#define UMH_KILLABLE	0x04
int call_usermodehelper(const char *path, char **argv, char **envp, int wait);

#endif
