/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_HASH_H
#define _LINUX_HASH_H

#include <linux/types.h>

#define GOLDEN_RATIO_32	0x61C88647
static __always_inline u32 hash_32(u32 val, unsigned int bits) { return val * GOLDEN_RATIO_32 >> (32 - bits); }
static __always_inline u32 hash_64(u64 val, unsigned int bits) { return hash_32((u32)val ^ hash_32(val >> 32, 32), bits); }
#define hash_long(val, bits)	hash_32((u32)(val), bits)
static __always_inline u32 hash_ptr(const void *ptr, unsigned int bits) { return hash_long((unsigned long)ptr, bits); }

#endif
