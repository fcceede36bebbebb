/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CRC16_H
#define _LINUX_CRC16_H

#include <linux/types.h>

/* lib/crc16.c; 4.4 ... 7.2. */
u16 crc16(u16 crc, const u8 *p, size_t len);

#endif
