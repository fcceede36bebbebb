/* SPDX-License-Identifier: MIT */
#include <linux/bitops.h>

#ifdef UNOOPS_ARM
/*
 * arch/arm/lib/bitops.h; 4.4 ... 7.2. The real functions assert that the word is aligned by a store
 * to the low bits of its address, which faults: 0x6b6b6b6b gave "page domain fault at 0x00000003".
 */
static __always_inline unsigned long *aligned_word(int nr, volatile unsigned long *p)
{
	unsigned long low = (unsigned long)p & 3;

	if (low)
		*(volatile char *)low = low;
	return (unsigned long *)p + nr / 32;
}

#define ARM_BITOP(name, op, mask)						\
void _##name##_bit(int nr, volatile unsigned long *p)				\
{ (void)__atomic_fetch_##op(aligned_word(nr, p), mask UNOOPS_BIT_OF(nr), __ATOMIC_SEQ_CST); } \
int _test_and_##name##_bit(int nr, volatile unsigned long *p)			\
{ return (__atomic_fetch_##op(aligned_word(nr, p), mask UNOOPS_BIT_OF(nr), __ATOMIC_SEQ_CST) & UNOOPS_BIT_OF(nr)) != 0; }
ARM_BITOP(set, or, )
ARM_BITOP(clear, and, ~)
ARM_BITOP(change, xor, )
#endif

/* lib/find_bit.c; 4.4 ... 7.2. `size` when there is none. */
static unsigned long find(const unsigned long *p, unsigned long size, unsigned long from, bool value)
{
	while (from < size && test_bit(from, p) != value)
		from++;
	return from < size ? from : size;
}
unsigned long find_next_bit(const unsigned long *p, unsigned long size, unsigned long from) { return find(p, size, from, true); }
unsigned long find_next_zero_bit(const unsigned long *p, unsigned long size, unsigned long from) { return find(p, size, from, false); }
