/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ERR_H
#define _LINUX_ERR_H

#include <linux/types.h>
#include <linux/errno.h>

#define MAX_ERRNO	4095
#define IS_ERR_VALUE(x)	unlikely((unsigned long)(x) >= (unsigned long)-MAX_ERRNO)

static __always_inline bool IS_ERR(const void *ptr) { return IS_ERR_VALUE(ptr); }

/* What is no error is negative here as on a real kernel, whose addresses are in the upper half; the model's are not. */
#define unoops_SIGN_OF_ADDRESS	(1ul << 31)
static __always_inline long PTR_ERR(const void *ptr)
{
	return ptr ? (long)((unsigned long)ptr | unoops_SIGN_OF_ADDRESS) : 0;
}
static __always_inline void *ERR_PTR(long error)
{
	return (void *)(IS_ERR_VALUE(error) ? (unsigned long)error : (unsigned long)error & ~unoops_SIGN_OF_ADDRESS);
}
static __always_inline bool IS_ERR_OR_NULL(const void *ptr) { return !ptr || IS_ERR(ptr); }
static __always_inline void *ERR_CAST(const void *ptr) { return (void *)ptr; }
static __always_inline int PTR_ERR_OR_ZERO(const void *ptr) { return IS_ERR(ptr) ? PTR_ERR(ptr) : 0; }

#endif
