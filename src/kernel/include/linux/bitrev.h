/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BITREV_H
#define _LINUX_BITREV_H

#include <linux/types.h>

/* lib/bitrev.c; 4.4 ... 7.2. */
#define bitrev8(x)	__builtin_bitreverse8(x)
#define bitrev16(x)	__builtin_bitreverse16(x)
#define bitrev32(x)	__builtin_bitreverse32(x)

#endif
