/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/types.h>
#include <linux/build_bug.h>
#include <linux/printk.h>
#include <unoops/machine.h>

#define BUG()		unoops_trap(UNOOPS_BUG, 0, "kernel BUG at " __FILE__)
#define BUG_ON(cond)	do { if (unlikely(cond)) unoops_trap(UNOOPS_BUG, 0, "BUG_ON(" #cond ")"); } while (0)

void __warn_printf(const char *file, int line, const char *fmt, ...) __printf(3, 4);

#define __WARN_IF(cond, say)							\
({										\
	bool __warn = !!(cond);							\
	if (unlikely(__warn))							\
		say;								\
	unlikely(__warn);							\
})
#define __ONCE_IF(cond, say)							\
({										\
	static bool __already;							\
	bool __once = !!(cond);							\
	if (unlikely(__once && !__already)) {					\
		__already = true;						\
		say;								\
	}									\
	unlikely(__once);							\
})
#define __WARN()		unoops_warn(__FILE__, __LINE__, "")
#define WARN_ON(cond)		__WARN_IF(cond, __WARN())
#define WARN_ON_ONCE(cond)	__ONCE_IF(cond, __WARN())
#define WARN(cond, fmt...)	__WARN_IF(cond, __warn_printf(__FILE__, __LINE__, fmt))
#define WARN_ONCE(cond, fmt...)	__ONCE_IF(cond, __warn_printf(__FILE__, __LINE__, fmt))
#define WARN_ON_SMP(cond)	WARN_ON(cond)
#define VM_BUG_ON(cond)		BUG_ON(cond)

#endif
