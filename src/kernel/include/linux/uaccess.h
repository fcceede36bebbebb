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
#define _copy_to_user(to, from, n)	(copy_to_user)(to, from, n)
#define _copy_from_user(to, from, n)	(copy_from_user)(to, from, n)
/* Those that do not sleep, and ask nothing of the object: who has page faults off gets less than was asked for. */
unsigned long __must_check __copy_to_user_inatomic(void __user *to, const void *from, unsigned long n);
unsigned long __must_check __copy_from_user_inatomic(void *to, const void __user *from, unsigned long n);
#if UNOOPS_SINCE(4, 12)
#define raw_copy_to_user	__copy_to_user_inatomic
#define raw_copy_from_user	__copy_from_user_inatomic
#endif
/* mm/maccess.c; 5.8 ... 7.2, under their older names before. */
#if UNOOPS_SINCE(5, 8)
long copy_to_user_nofault(void __user *to, const void *from, size_t n);
long copy_from_user_nofault(void *to, const void __user *from, size_t n);
long copy_from_kernel_nofault(void *to, const void *from, size_t n);
long strncpy_from_user_nofault(char *to, const void __user *from, long n);
long strncpy_from_kernel_nofault(char *to, const void *from, long n);
#else
long probe_kernel_read(void *to, const void *from, size_t n);
#endif
#if UNOOPS_SINCE(5, 4)
int check_zeroed_user(const void __user *from, size_t n);
int copy_struct_from_user(void *to, size_t size, const void __user *from, size_t given);
#endif
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
#define user_access_begin		access_ok
#define user_access_end()		do { } while (0)
#define unsafe_get_user(x, ptr, label)	do { if (get_user(x, ptr)) goto label; } while (0)
#define unsafe_put_user(x, ptr, label)	do { if (put_user(x, ptr)) goto label; } while (0)
#else
#define access_ok(type, addr, size)	((void)(addr), (void)(size), 1)
#endif
void *memdup_user(const void __user *src, size_t n);
void *memdup_user_nul(const void __user *src, size_t n);
char *strndup_user(const char __user *s, long n);
#define pagefault_disable()	preempt_disable()
#define pagefault_enable()	preempt_enable()

#endif
