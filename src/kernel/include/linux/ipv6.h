/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IPV6_H
#define _LINUX_IPV6_H

#include <linux/in6.h>
#include <linux/skbuff.h>

struct ipv6hdr {
	u8 priority : 4, version : 4;
	u8 flow_lbl[3];
	__be16 payload_len;
	u8 nexthdr, hop_limit;
	struct in6_addr saddr, daddr;
};
static __always_inline struct ipv6hdr *ipv6_hdr(const struct sk_buff *skb) { return (struct ipv6hdr *)skb_network_header(skb); }
struct ip_auth_hdr { u8 nexthdr, hdrlen; __be16 reserved; __be32 spi, seq_no; };
struct ip_esp_hdr { __be32 spi, seq_no; };
static __always_inline unsigned int ipv6_transport_len(const struct sk_buff *skb) { return ntohs(ipv6_hdr(skb)->payload_len) + sizeof(struct ipv6hdr) - skb_network_header_len(skb); }

#endif
