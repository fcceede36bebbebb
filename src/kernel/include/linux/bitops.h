/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H

#include <linux/types.h>
#include <linux/bits.h>

#define UNOOPS_BIT_OF(nr)	(1UL << ((nr) % BITS_PER_LONG))
#define UNOOPS_WORD_OF(nr, p)	((unsigned long *)(p) + (nr) / BITS_PER_LONG)

/* Out of line on ARM, where an oops shows them (PC is at _set_bit); inline on x86. */
#ifdef UNOOPS_ARM
void _set_bit(int nr, volatile unsigned long *p);
void _clear_bit(int nr, volatile unsigned long *p);
void _change_bit(int nr, volatile unsigned long *p);
int _test_and_set_bit(int nr, volatile unsigned long *p);
int _test_and_clear_bit(int nr, volatile unsigned long *p);
int _test_and_change_bit(int nr, volatile unsigned long *p);
#define set_bit			_set_bit
#define clear_bit		_clear_bit
#define change_bit		_change_bit
#define test_and_set_bit	_test_and_set_bit
#define test_and_clear_bit	_test_and_clear_bit
#define test_and_change_bit	_test_and_change_bit
#else
#define UNOOPS_DEFINE_BITOP(name, op, mask)							\
static __always_inline void name##_bit(long nr, volatile unsigned long *p)		\
{ (void)__atomic_fetch_##op(UNOOPS_WORD_OF(nr, p), mask UNOOPS_BIT_OF(nr), __ATOMIC_SEQ_CST); }	\
static __always_inline bool test_and_##name##_bit(long nr, volatile unsigned long *p)	\
{ return (__atomic_fetch_##op(UNOOPS_WORD_OF(nr, p), mask UNOOPS_BIT_OF(nr), __ATOMIC_SEQ_CST) & UNOOPS_BIT_OF(nr)) != 0; }
UNOOPS_DEFINE_BITOP(set, or, )
UNOOPS_DEFINE_BITOP(clear, and, ~)
UNOOPS_DEFINE_BITOP(change, xor, )
#endif
#define clear_bit_unlock	clear_bit
#define test_and_set_bit_lock	test_and_set_bit

static __always_inline bool test_bit(long nr, const volatile unsigned long *p)
{
	return (*(volatile unsigned long *)UNOOPS_WORD_OF(nr, p) & UNOOPS_BIT_OF(nr)) != 0;
}
#define test_bit_acquire	test_bit

#define UNOOPS_DEFINE___BITOP(name, op, mask)							\
static __always_inline void __##name##_bit(long nr, volatile unsigned long *p)		\
{ *UNOOPS_WORD_OF(nr, p) op mask UNOOPS_BIT_OF(nr); }							\
static __always_inline bool __test_and_##name##_bit(long nr, volatile unsigned long *p)	\
{											\
	bool old = (*UNOOPS_WORD_OF(nr, p) & UNOOPS_BIT_OF(nr)) != 0;					\
	__##name##_bit(nr, p);								\
	return old;									\
}
UNOOPS_DEFINE___BITOP(set, |=, )
UNOOPS_DEFINE___BITOP(clear, &=, ~)
UNOOPS_DEFINE___BITOP(change, ^=, )
#define __assign_bit(nr, p, v)	((v) ? __set_bit(nr, p) : __clear_bit(nr, p))
#define assign_bit(nr, p, v)	((v) ? set_bit(nr, p) : clear_bit(nr, p))

/* ffs() and fls() count from 1, 0 means none; the forms with __ count from 0. */
static __always_inline int ffs(int x) { return __builtin_ffs(x); }
static __always_inline int fls(unsigned int x) { return x ? 32 - __builtin_clz(x) : 0; }
static __always_inline int fls64(u64 x) { return x ? 64 - __builtin_clzll(x) : 0; }
static __always_inline unsigned long __ffs(unsigned long x) { return __builtin_ctzl(x); }
static __always_inline unsigned long __fls(unsigned long x) { return 31 - __builtin_clzl(x); }
static __always_inline unsigned long ffz(unsigned long x) { return __ffs(~x); }
#define fls_long(x)	fls(x)
#define hweight8(x)	((unsigned int)__builtin_popcount((u8)(x)))
#define hweight16(x)	((unsigned int)__builtin_popcount((u16)(x)))
#define hweight32(x)	((unsigned int)__builtin_popcount((u32)(x)))
#define hweight64(x)	((unsigned int)__builtin_popcountll((u64)(x)))
#define hweight_long(x)	((unsigned long)__builtin_popcountl(x))

unsigned long find_next_bit(const unsigned long *p, unsigned long size, unsigned long from);
unsigned long find_next_zero_bit(const unsigned long *p, unsigned long size, unsigned long from);
#define find_first_bit(p, size)		find_next_bit(p, size, 0)
#define find_first_zero_bit(p, size)	find_next_zero_bit(p, size, 0)
#define for_each_set_bit(bit, p, size)						\
	for ((bit) = find_first_bit(p, size); (bit) < (size);			\
	     (bit) = find_next_bit(p, size, (bit) + 1))
#define for_each_clear_bit(bit, p, size)					\
	for ((bit) = find_first_zero_bit(p, size); (bit) < (size);		\
	     (bit) = find_next_zero_bit(p, size, (bit) + 1))

static __always_inline u32 rol32(u32 x, unsigned int n) { return x << (n & 31) | x >> (-n & 31); }
static __always_inline u32 ror32(u32 x, unsigned int n) { return x >> (n & 31) | x << (-n & 31); }
static __always_inline bool is_power_of_2(unsigned long n) { return n && !(n & (n - 1)); }
static __always_inline int ilog2(unsigned long n) { return fls(n) - 1; }
static __always_inline unsigned long roundup_pow_of_two(unsigned long n) { return 1UL << fls(n - 1); }
static __always_inline unsigned long rounddown_pow_of_two(unsigned long n) { return 1UL << (fls(n) - 1); }

#endif
