/* SPDX-License-Identifier: MIT */
#ifndef _NET_IPV6_H
#define _NET_IPV6_H

#include <linux/ipv6.h>
#include <net/sock.h>

/* net/ipv6/exthdrs_core.c; 4.4 ... 7.2. The header behind that of IPv6, unless another one is asked for. */
static __always_inline int ipv6_find_hdr(const struct sk_buff *skb, unsigned int *offset, int target, unsigned short *fragoff, int *flags)
{
	u8 next = ipv6_hdr(skb)->nexthdr;

	if (target >= 0 && target != next)
		return -ENOENT;
	*offset = skb_network_offset(skb) + sizeof(struct ipv6hdr);
	if (fragoff)
		*fragoff = 0;
	return next;
}

#endif
