/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ICMP_H
#define _LINUX_ICMP_H

#include <linux/skbuff.h>

/* include/uapi/linux/icmp.h; 4.4 ... 7.2. */
#define ICMP_ECHOREPLY		0
#define ICMP_DEST_UNREACH	3
#define ICMP_ECHO		8
#define ICMP_TIME_EXCEEDED	11
struct icmphdr {
	u8 type, code;
	__sum16 checksum;
	union {
		struct { __be16 id, sequence; } echo;
		__be32 gateway;
	} un;
};
static __always_inline struct icmphdr *icmp_hdr(const struct sk_buff *skb) { return (struct icmphdr *)skb_transport_header(skb); }

#endif
