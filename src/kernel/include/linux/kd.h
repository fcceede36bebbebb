/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KD_H
#define _LINUX_KD_H

#include <linux/types.h>

/* include/uapi/linux/kd.h; 4.4 ... 7.2. */
#define KIOCSOUND	0x4B2F
#define KDMKTONE	0x4B30
#define KDGETLED	0x4B31
#define KDSETLED	0x4B32
#define LED_SCR		0x01
#define LED_NUM		0x02
#define LED_CAP		0x04
#define KDGKBTYPE	0x4B33
#define KDSETMODE	0x4B3A
#define KD_TEXT		0x00
#define KD_GRAPHICS	0x01
#define KDGETMODE	0x4B3B
#define KDGKBMODE	0x4B44
#define KDSKBMODE	0x4B45
#define K_RAW		0x00
#define K_XLATE		0x01
#define K_MEDIUMRAW	0x02
#define K_UNICODE	0x03
#define KDGKBLED	0x4B64
#define KDSKBLED	0x4B65

#endif
