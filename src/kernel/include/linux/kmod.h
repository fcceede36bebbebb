/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KMOD_H
#define _LINUX_KMOD_H

#include <linux/kernel.h>
#include <linux/umh.h>
#include <linux/errno.h>
#include <linux/sysctl.h>

/* kernel/module/kmod.c; 4.4 ... 7.2. */
int request_module(const char *fmt, ...) __printf(1, 2);
#define request_module_nowait	request_module
#define try_then_request_module(x, mod...)	((x) ?: (request_module(mod), (x)))

#endif
