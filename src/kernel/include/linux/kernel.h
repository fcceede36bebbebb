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

#define ARRAY_SIZE(a)							\
	(sizeof(a) / sizeof((a)[0]) + BUILD_BUG_ON_ZERO(__same_type((a), &(a)[0])))

#define __stringify_1(x...)	#x
#define __stringify(x...)	__stringify_1(x)
#define ___CONCAT(a, b)		a##b
#define __CONCAT(a, b)		___CONCAT(a, b)
#define CONCATENATE(a, b)	___CONCAT(a, b)
#define __UNIQUE_ID(prefix)	__CONCAT(__unique_##prefix, __COUNTER__)

#define upper_32_bits(n)	((u32)((u64)(n) >> 32))
#define lower_32_bits(n)	((u32)(n))
#define PTR_IF(cond, ptr)	((cond) ? (ptr) : NULL)
#define u64_to_user_ptr(x)	((void __user *)(uintptr_t)(x))
#define typecheck(type, x)	({ type __dummy; typeof(x) __dummy2; (void)(&__dummy == &__dummy2); 1; })
#define _RET_IP_		0UL
#define _THIS_IP_		0UL

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

#include <unoops/might-sleep.h>

#endif
