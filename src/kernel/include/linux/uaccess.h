/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_UACCESS_H
#define _LINUX_UACCESS_H

#include <linux/types.h>
#include <linux/sched.h>
#include <asm/page.h>

/* lib/usercopy.c, arch/.../uaccess.h; 4.4 ... 7.2. What user space gives is the explorer's choice: see services/user.c. */
unsigned long __must_check copy_to_user(void __user *to, const void *from, unsigned long n);
unsigned long __must_check copy_from_user(void *to, const void __user *from, unsigned long n);
/*
 * check_copy_size(), include/linux/thread_info.h, 4.13 ... 7.2 (before, each machine's own uaccess.h): a copy that is longer than what the
 * compiler knows of the object here is refused with a warning.
 */
unsigned long __must_check unoops_copy_to_user(void __user *to, const void *from, unsigned long n, unsigned long holds);
unsigned long __must_check unoops_copy_from_user(void *to, const void __user *from, unsigned long n, unsigned long holds);
#define copy_to_user(to, from, n)	unoops_copy_to_user(to, from, n, __builtin_object_size(from, 0))
#define copy_from_user(to, from, n)	unoops_copy_from_user(to, from, n, __builtin_object_size(to, 0))
unsigned long __must_check clear_user(void __user *to, unsigned long n);
long strncpy_from_user(char *to, const char __user *from, long n);
long strnlen_user(const char __user *s, long n);
#define __copy_to_user		copy_to_user
#define __copy_from_user	copy_from_user
#define copy_to_user_nofault	copy_to_user
#define copy_from_user_nofault	copy_from_user
#define __clear_user		clear_user
int unoops_get_user(void *to, const void __user *from, unsigned int size);
int unoops_put_user(void __user *to);
#define get_user(x, ptr)							\
({										\
	unsigned long long __value = 0;						\
	int __error = unoops_get_user(&__value, ptr, sizeof(*(ptr)));		\
	(x) = (typeof(*(ptr)))__value;						\
	__error;								\
})
#define put_user(x, ptr)							\
({										\
	typeof(*(ptr)) __value __maybe_unused = (typeof(*(ptr)))(x);		\
	unoops_put_user(ptr);							\
})
#define __get_user	get_user
#define __put_user	put_user
#define VERIFY_READ	0
#define VERIFY_WRITE	1
#if UNOOPS_SINCE(5, 0)
#define access_ok(addr, size)		((void)(addr), (void)(size), 1)
#else
#define access_ok(type, addr, size)	((void)(addr), (void)(size), 1)
#endif
void *memdup_user(const void __user *src, size_t n);
void *memdup_user_nul(const void __user *src, size_t n);
char *strndup_user(const char __user *s, long n);
#define pagefault_disable()	preempt_disable()
#define pagefault_enable()	preempt_enable()

#endif
