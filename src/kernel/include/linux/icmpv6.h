/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ICMPV6_H
#define _LINUX_ICMPV6_H

#include <linux/ipv6.h>
#include <linux/skbuff.h>

/* include/uapi/linux/icmpv6.h; 4.4 ... 7.2. */
struct icmp6hdr {
	u8 icmp6_type, icmp6_code;
	__sum16 icmp6_cksum;
	union { __be32 un_data32[1]; __be16 un_data16[2]; u8 un_data8[4]; } icmp6_dataun;
};
#define icmp6_identifier	icmp6_dataun.un_data16[0]
#define icmp6_sequence		icmp6_dataun.un_data16[1]
#define ICMPV6_DEST_UNREACH	1
#define ICMPV6_PKT_TOOBIG	2
#define ICMPV6_TIME_EXCEED	3
#define ICMPV6_PARAMPROB	4
#define ICMPV6_ECHO_REQUEST	128
#define ICMPV6_ECHO_REPLY	129
static __always_inline struct icmp6hdr *icmp6_hdr(const struct sk_buff *skb) { return (struct icmp6hdr *)skb_transport_header(skb); }

#endif
