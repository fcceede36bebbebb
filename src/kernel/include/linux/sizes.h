/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SIZES_H
#define _LINUX_SIZES_H

#include <linux/const.h>

/* include/linux/sizes.h; 4.4 ... 7.2. */
#define SZ_1	0x1ul
#define SZ_2	0x2ul
#define SZ_4	0x4ul
#define SZ_8	0x8ul
#define SZ_16	0x10ul
#define SZ_32	0x20ul
#define SZ_64	0x40ul
#define SZ_128	0x80ul
#define SZ_256	0x100ul
#define SZ_512	0x200ul
#define SZ_1K	0x400ul
#define SZ_2K	0x800ul
#define SZ_4K	0x1000ul
#define SZ_8K	0x2000ul
#define SZ_16K	0x4000ul
#define SZ_32K	0x8000ul
#define SZ_64K	0x10000ul
#define SZ_128K	0x20000ul
#define SZ_256K	0x40000ul
#define SZ_512K	0x80000ul
#define SZ_1M	0x100000ul
#define SZ_2M	0x200000ul
#define SZ_4M	0x400000ul
#define SZ_8M	0x800000ul
#define SZ_16M	0x1000000ul
#define SZ_32M	0x2000000ul
#define SZ_64M	0x4000000ul
#define SZ_128M	0x8000000ul
#define SZ_256M	0x10000000ul
#define SZ_512M	0x20000000ul
#define SZ_1G	0x40000000ul
#define SZ_2G	0x80000000ul
#define SZ_4G	0x100000000ull

#endif
