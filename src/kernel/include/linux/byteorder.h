/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BYTEORDER_H
#define _LINUX_BYTEORDER_H

#include <linux/types.h>

#define swab16(x)	__builtin_bswap16(x)
#define swab32(x)	__builtin_bswap32(x)
#define swab64(x)	__builtin_bswap64(x)
#define cpu_to_le16(x)	((__le16)(x))
#define cpu_to_le32(x)	((__le32)(x))
#define cpu_to_le64(x)	((__le64)(x))
#define le16_to_cpu(x)	((u16)(x))
#define le32_to_cpu(x)	((u32)(x))
#define le64_to_cpu(x)	((u64)(x))
#define cpu_to_be16(x)	((__be16)swab16(x))
#define cpu_to_be32(x)	((__be32)swab32(x))
#define cpu_to_be64(x)	((__be64)swab64(x))
#define be16_to_cpu(x)	swab16(x)
#define be32_to_cpu(x)	swab32(x)
#define be64_to_cpu(x)	swab64(x)
#define htons(x)	cpu_to_be16(x)
#define htonl(x)	cpu_to_be32(x)
#define ntohs(x)	be16_to_cpu(x)
#define ntohl(x)	be32_to_cpu(x)
#define __constant_htons(x)	htons(x)
#define __constant_htonl(x)	htonl(x)
#define __constant_ntohs(x)	ntohs(x)
#define __constant_ntohl(x)	ntohl(x)
#define __LITTLE_ENDIAN	1234
static __always_inline u32 get_unaligned_le32(const void *p) { return *(const u32 *)p; }
static __always_inline u16 get_unaligned_le16(const void *p) { return *(const u16 *)p; }
static __always_inline u32 get_unaligned_be32(const void *p) { return swab32(*(const u32 *)p); }
static __always_inline void put_unaligned_le32(u32 v, void *p) { *(u32 *)p = v; }
#define get_unaligned(p)	(*(p))
#define put_unaligned(v, p)	(*(p) = (v))

#endif
