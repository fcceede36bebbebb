/* SPDX-License-Identifier: MIT */
#ifndef _ASM_IOCTLS_H
#define _ASM_IOCTLS_H

#include <linux/types.h>

/* include/uapi/asm-generic/ioctls.h; 4.4 ... 7.2. */
#define TCGETS		0x5401
#define TCSETS		0x5402
#define TCFLSH		0x540B
#define TIOCGWINSZ	0x5413
#define TIOCSWINSZ	0x5414
#define TIOCMGET	0x5415
#define TIOCMBIS	0x5416
#define TIOCMBIC	0x5417
#define TIOCMSET	0x5418
#define FIONREAD	0x541B
#define TIOCINQ		FIONREAD
#define TIOCGSERIAL	0x541E
#define TIOCSSERIAL	0x541F
#define FIONBIO		0x5421
#define TIOCSERGETLSR	0x5459
#define TIOCMIWAIT	0x545C
#define TIOCGICOUNT	0x545D

#endif
