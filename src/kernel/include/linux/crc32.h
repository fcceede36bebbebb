/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CRC32_H
#define _LINUX_CRC32_H

#include <linux/bitrev.h>
#include <linux/types.h>

/* lib/crc32.c; 4.4 ... 7.2. */
u32 crc32_le(u32 crc, const void *p, size_t len);
u32 crc32_be(u32 crc, const void *p, size_t len);
#define crc32(seed, data, length)	crc32_le(seed, data, length)
#define ether_crc_le(length, data)	crc32_le(~0u, data, length)
#define ether_crc(length, data)		bitrev32(crc32_le(~0u, data, length))

#endif
