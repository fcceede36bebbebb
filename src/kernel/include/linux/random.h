/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H

#include <linux/types.h>

/* drivers/char/random.c; 4.4 ... 7.2. Random numbers are the explorer's choice, among few. */
void get_random_bytes(void *buf, size_t n);
u32 get_random_u32(void);
u64 get_random_u64(void);
static __always_inline unsigned int get_random_int(void) { return get_random_u32(); }
static __always_inline unsigned long get_random_long(void) { return get_random_u32(); }
#if !UNOOPS_SINCE(6, 1)
#define prandom_u32()			get_random_u32()
#endif
#define get_random_u8()			((u8)get_random_u32())
#define get_random_u16()		((u16)get_random_u32())
#define prandom_bytes(buf, n)		get_random_bytes(buf, n)
#define random32()			get_random_u32()
#define srandom32(seed)			do { } while (0)
#define prandom_seed(seed)		do { } while (0)
u32 get_random_u32_below(u32 ceil);
#define prandom_u32_max(ceil)		get_random_u32_below(ceil)
#define get_random_u32_inclusive(lo, hi) ((lo) + get_random_u32_below((hi) - (lo) + 1))
#define wait_for_random_bytes()		0

#endif
