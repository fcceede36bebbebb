/* SPDX-License-Identifier: MIT */
#ifndef _XT_TCPUDP_H
#define _XT_TCPUDP_H

#include <linux/types.h>

/* include/uapi/linux/netfilter/xt_tcpudp.h; 4.4 ... 7.2. */
struct xt_tcp {
	__u16 spts[2], dpts[2];
	__u8 option, flg_mask, flg_cmp, invflags;
};
#define XT_TCP_INV_SRCPT	0x01
#define XT_TCP_INV_DSTPT	0x02
#define XT_TCP_INV_FLAGS	0x04
#define XT_TCP_INV_OPTION	0x08
#define XT_TCP_INV_MASK		0x0F

struct xt_udp {
	__u16 spts[2], dpts[2];
	__u8 invflags;
};
#define XT_UDP_INV_SRCPT	0x01
#define XT_UDP_INV_DSTPT	0x02
#define XT_UDP_INV_MASK		0x03

#endif
