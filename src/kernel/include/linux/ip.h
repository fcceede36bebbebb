/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IP_H
#define _LINUX_IP_H

#include <linux/skbuff.h>

struct iphdr {
	u8 ihl : 4, version : 4;
	u8 tos;
	__be16 tot_len, id, frag_off;
	u8 ttl, protocol;
	__sum16 check;
	__be32 saddr, daddr;
};
static __always_inline struct iphdr *ip_hdr(const struct sk_buff *skb) { return (struct iphdr *)skb_network_header(skb); }
static __always_inline unsigned int ip_hdrlen(const struct sk_buff *skb) { return ip_hdr(skb)->ihl * 4; }
#define IPVERSION	4
#define IP_CE		0x8000
#define IP_DF		0x4000
#define IP_MF		0x2000
#define IP_OFFSET	0x1FFF
/* include/uapi/linux/ip.h */
#define IPOPT_COPY		0x80
#define IPOPT_END		0
#define IPOPT_NOOP		1
#define IPOPT_OPTVAL		0
#define IPOPT_OLEN		1
#define IPOPT_RR		7
#define IPOPT_SEC		(2 | IPOPT_COPY)
#define IPOPT_LSRR		(3 | IPOPT_COPY)
#define IPOPT_SSRR		(9 | IPOPT_COPY)
#define IPOPT_RA		(20 | IPOPT_COPY)
#define MAX_IPOPTLEN		40

#endif
