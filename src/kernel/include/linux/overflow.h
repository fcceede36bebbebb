/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_OVERFLOW_H
#define _LINUX_OVERFLOW_H

#include <linux/types.h>
#include <linux/limits.h>

#define check_add_overflow(a, b, d)	__builtin_add_overflow(a, b, d)
#define check_sub_overflow(a, b, d)	__builtin_sub_overflow(a, b, d)
#define check_mul_overflow(a, b, d)	__builtin_mul_overflow(a, b, d)
#define flex_array_size(p, member, n)	((n) * sizeof(*(p)->member))
#define struct_size(p, member, n)	(sizeof(*(p)) + flex_array_size(p, member, n))
static __always_inline size_t array_size(size_t a, size_t b) { return a && b > SIZE_MAX / a ? SIZE_MAX : a * b; }
#define size_add(a, b)	((size_t)(a) + (b))
#define size_mul(a, b)	array_size(a, b)

#endif
