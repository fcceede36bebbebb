/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_VT_H
#define _LINUX_VT_H

#include <linux/notifier.h>

/* include/uapi/linux/vt.h, include/linux/vt.h; 4.4 ... 7.2. */
#define MIN_NR_CONSOLES		1
#define MAX_NR_CONSOLES		63
#define VT_OPENQRY	0x5600
#define VT_GETMODE	0x5601
#define VT_SETMODE	0x5602
#define VT_GETSTATE	0x5603
#define VT_ACTIVATE	0x5606
#define VT_WAITACTIVE	0x5607
#define VT_ALLOCATE	0x0001
#define VT_DEALLOCATE	0x0002
#define VT_WRITE	0x0003
#define VT_UPDATE	0x0004

#endif
