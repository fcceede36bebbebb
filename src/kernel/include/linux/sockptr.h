/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SOCKPTR_H
#define _LINUX_SOCKPTR_H

#include <linux/slab.h>
#include <linux/uaccess.h>

/* include/linux/sockptr.h; 5.9 ... 7.2: a pointer of the kernel's or of a process'. */
typedef struct {
	union {
		void *kernel;
		void __user *user;
	};
	bool is_kernel : 1;
} sockptr_t;

static inline bool sockptr_is_kernel(sockptr_t p) { return p.is_kernel; }
static inline sockptr_t KERNEL_SOCKPTR(void *p) { return (sockptr_t){ .kernel = p, .is_kernel = true }; }
static inline sockptr_t USER_SOCKPTR(void __user *p) { return (sockptr_t){ .user = p }; }
static inline bool sockptr_is_null(sockptr_t p) { return p.is_kernel ? !p.kernel : !p.user; }

#endif
