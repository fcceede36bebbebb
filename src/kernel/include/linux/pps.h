/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PPS_H
#define _LINUX_PPS_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* include/uapi/linux/pps.h; 4.4 ... 7.2. */
#define PPS_MAX_SOURCES		16
#define PPS_API_VERS_1		1
#define PPS_API_VERS		PPS_API_VERS_1
#define PPS_MAX_NAME_LEN	32
#define PPS_TIME_INVALID	(1 << 0)
#define PPS_CAPTUREASSERT	0x01
#define PPS_CAPTURECLEAR	0x02
#define PPS_CAPTUREBOTH		0x03
#define PPS_OFFSETASSERT	0x10
#define PPS_OFFSETCLEAR		0x20
#define PPS_ECHOASSERT		0x40
#define PPS_ECHOCLEAR		0x80
#define PPS_CANWAIT		0x100
#define PPS_CANPOLL		0x200
#define PPS_TSFMT_TSPEC		0x1000
#define PPS_TSFMT_NTPFP		0x2000

struct pps_ktime { __s64 sec; __s32 nsec; __u32 flags; };
struct pps_kparams { int api_version, mode; struct pps_ktime assert_off_tu, clear_off_tu; };

#endif
