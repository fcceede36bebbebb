/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/stdarg.h>
#include <linux/types.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/container_of.h>
#include <linux/build_bug.h>
#include <linux/minmax.h>
#include <linux/math.h>
#include <linux/bitops.h>
#include <linux/printk.h>
#include <linux/kstrtox.h>
#include <linux/sprintf.h>
#include <linux/panic.h>
#include <linux/instruction_pointer.h>
#include <linux/err.h>
#include <linux/log2.h>
#include <linux/byteorder.h>
#include <linux/bug.h>
#include <linux/stringify.h>

#define ARRAY_SIZE(a)							\
	(sizeof(a) / sizeof((a)[0]) + BUILD_BUG_ON_ZERO(__same_type((a), &(a)[0])))

#define ___CONCAT(a, b)		a##b
#define __CONCAT(a, b)		___CONCAT(a, b)
#define CONCATENATE(a, b)	___CONCAT(a, b)
#define __UNIQUE_ID(prefix)	__CONCAT(__unique_##prefix, __COUNTER__)

#define REPEAT_BYTE(x)	((~0ul / 0xff) * (x))
#define upper_32_bits(n)	((u32)((u64)(n) >> 32))
#define lower_32_bits(n)	((u32)(n))
#define PTR_IF(cond, ptr)	((cond) ? (ptr) : NULL)
#define u64_to_user_ptr(x)	((void __user *)(uintptr_t)(x))
#define typecheck(type, x)	({ type __dummy; typeof(x) __dummy2; (void)(&__dummy == &__dummy2); 1; })

/* A Kconfig word is 1, or not defined at all. */
#define __IS_1_		0,
#define __IS_1_1	0,
#define __second(a, b, ...)	b
#define __is_one(x)		__is_one_(__IS_1_##x)
#define __is_one_(x)		__second(x 1, 0)
#define __is_word(x)		__is_one(x)
#define IS_ENABLED(option)	__is_word(option)
#define IS_BUILTIN(option)	__is_word(option)
#define IS_MODULE(option)	0
#define IS_REACHABLE(option)	__is_word(option)

int hex_to_bin(unsigned char ch);
int __must_check hex2bin(u8 *dst, const char *src, size_t count);
char *bin2hex(char *dst, const void *src, size_t count);
extern const char hex_asc[];
#define hex_asc_lo(x)	hex_asc[(x) & 0x0f]
#define hex_asc_hi(x)	hex_asc[((x) & 0xf0) >> 4]
int get_option(char **str, int *pint);
unsigned long long memparse(const char *ptr, char **retptr);
unsigned int int_sqrt(unsigned long x);
#define trace_printk(fmt, args...)	printk(fmt, ##args)
#define system_state		1
enum { SYSTEM_BOOTING, SYSTEM_RUNNING, SYSTEM_HALT, SYSTEM_POWER_OFF, SYSTEM_RESTART };

#include <unoops/might-sleep.h>

/* Directions of data: include/linux/kernel.h. */
#define READ	0
#define WRITE	1

#endif
