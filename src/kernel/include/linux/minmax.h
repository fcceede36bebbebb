/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MINMAX_H
#define _LINUX_MINMAX_H

#define __pick(a, op, b)							\
({										\
	typeof(a) __a = (a);							\
	typeof(b) __b = (b);							\
	__a op __b ? __a : __b;							\
})
#define min(a, b)		__pick(a, <, b)
#define max(a, b)		__pick(a, >, b)
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define min3(a, b, c)		min(min(a, b), c)
#define max3(a, b, c)		max(max(a, b), c)
#define clamp(val, lo, hi)	min((typeof(val))max(val, lo), hi)
#define clamp_t(type, val, lo, hi) min_t(type, max_t(type, val, lo), hi)
#define clamp_val(val, lo, hi)	clamp_t(typeof(val), val, lo, hi)
#define swap(a, b)		do { typeof(a) __tmp = (a); (a) = (b); (b) = __tmp; } while (0)

#endif
