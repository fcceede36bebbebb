/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PANIC_H
#define _LINUX_PANIC_H

#include <linux/compiler.h>

void panic(const char *fmt, ...) __printf(1, 2) __noreturn;
void dump_stack(void);

enum { TAINT_WARN = 9, TAINT_OOT_MODULE = 12 };
enum lockdep_ok { LOCKDEP_STILL_OK, LOCKDEP_NOW_UNRELIABLE };
void add_taint(unsigned int flag, enum lockdep_ok ok);

#endif
