/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BCD_H
#define _LINUX_BCD_H

#include <linux/types.h>

/* lib/bcd.c; 4.4 ... 7.2. */
static __always_inline unsigned int bcd2bin(unsigned char val) { return (val & 0xf) + (val >> 4) * 10; }
static __always_inline unsigned char bin2bcd(unsigned int val) { return val / 10 << 4 | val % 10; }

#endif
