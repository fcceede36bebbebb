/* SPDX-License-Identifier: MIT */
/* lib/bitmap.c; 4.4 ... 7.2. Bits beyond the last one are not kept clear; nobody counts them. */
#ifndef _LINUX_BITMAP_H
#define _LINUX_BITMAP_H

#include <linux/bitops.h>
#include <linux/gfp.h>
#include <linux/string.h>

void bitmap_set(unsigned long *map, unsigned int start, unsigned int n);
void bitmap_clear(unsigned long *map, unsigned int start, unsigned int n);
unsigned int bitmap_weight(const unsigned long *map, unsigned int n);
unsigned long bitmap_find_next_zero_area(unsigned long *map, unsigned long size, unsigned long start,
					 unsigned int n, unsigned long align_mask);
unsigned long *bitmap_alloc(unsigned int n, gfp_t flags);
unsigned long *bitmap_zalloc(unsigned int n, gfp_t flags);
void bitmap_free(const unsigned long *map);

#define bitmap_zero(map, n)	((void)memset(map, 0, BITS_TO_LONGS(n) * sizeof(long)))
#define bitmap_fill(map, n)	((void)memset(map, 0xff, BITS_TO_LONGS(n) * sizeof(long)))
#define bitmap_copy(to, from, n) ((void)memcpy(to, from, BITS_TO_LONGS(n) * sizeof(long)))
#define bitmap_empty(map, n)	(find_first_bit(map, n) == (n))
#define bitmap_full(map, n)	(find_first_zero_bit(map, n) == (n))

#endif
