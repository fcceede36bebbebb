/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MATH_H
#define _LINUX_MATH_H

#include <linux/types.h>

#define __round_mask(x, y)	((typeof(x))((y) - 1))
#define round_up(x, y)		((((x) - 1) | __round_mask(x, y)) + 1)
#define round_down(x, y)	((x) & ~__round_mask(x, y))
#define roundup(x, y)		((((x) + (y) - 1) / (y)) * (y))
#define rounddown(x, y)		((x) - (x) % (y))
#define DIV_ROUND_CLOSEST(x, d)	(((x) + (d) / 2) / (d))
#define DIV_ROUND_UP_ULL(n, d)	DIV_ROUND_UP((unsigned long long)(n), d)
#define mult_frac(x, n, d)	((x) / (d) * (n) + (x) % (d) * (n) / (d))
#define abs(x)			({ typeof(x) __x = (x); __x < 0 ? -__x : __x; })
#define abs_diff(a, b)		({ typeof(a) __a = (a); typeof(a) __b = (b); __a > __b ? __a - __b : __b - __a; })
#define ALIGN(x, a)		round_up(x, (typeof(x))(a))
#define ALIGN_DOWN(x, a)	round_down(x, (typeof(x))(a))
#define PTR_ALIGN(p, a)		((typeof(p))ALIGN((unsigned long)(p), (a)))
#define IS_ALIGNED(x, a)	(((x) & ((typeof(x))(a) - 1)) == 0)

#define do_div(n, base)								\
({										\
	u32 __base = (base);							\
	u32 __rem = (n) % __base;						\
	(n) = (n) / __base;							\
	__rem;									\
})
static __always_inline u64 div_u64(u64 n, u32 d) { return n / d; }
static __always_inline s64 div_s64(s64 n, s32 d) { return n / d; }
static __always_inline u64 div64_u64(u64 n, u64 d) { return n / d; }
static __always_inline s64 div64_s64(s64 n, s64 d) { return n / d; }
static __always_inline u64 div_u64_rem(u64 n, u32 d, u32 *rem) { *rem = n % d; return n / d; }

#endif
