/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KALLSYMS_H
#define _LINUX_KALLSYMS_H

#include <linux/errno.h>
#include <linux/kernel.h>

#define KSYM_NAME_LEN	128
#define KSYM_SYMBOL_LEN	256
/* Not exported since 5.7: the machine names the call. */
unsigned long kallsyms_lookup_name(const char *name);
int sprint_symbol(char *buffer, unsigned long address);
static __always_inline void print_symbol(const char *fmt, unsigned long address) { (void)fmt; (void)address; }
#define print_ip_sym(level, ip)	printk("%s[<%px>]\n", level, (void *)(ip))

#endif
