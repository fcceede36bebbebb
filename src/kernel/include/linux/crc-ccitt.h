/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CRC_CCITT_H
#define _LINUX_CRC_CCITT_H

#include <linux/types.h>

/* lib/crc-ccitt.c; 4.4 ... 7.2. */
u16 crc_ccitt(u16 crc, const u8 *p, size_t len);

#endif
