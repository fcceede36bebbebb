/* SPDX-License-Identifier: MIT */
#ifndef _IP_H
#define _IP_H

#include <linux/ip.h>
#include <linux/skbuff.h>
#include <net/checksum.h>
#include <net/dst.h>
#include <net/sock.h>
#include <linux/tcp.h>
#include <linux/udp.h>

/* net/ipv4/ip_output.c; 4.4 ... 7.2. */
static __always_inline void ip_send_check(struct iphdr *iph)
{
	iph->check = 0;
	iph->check = ip_fast_csum(iph, iph->ihl);
}
/* The packet is gone. */
static __always_inline int ip_local_out(struct net *net, struct sock *sk, struct sk_buff *skb)
{
	kfree_skb(skb);
	return 0;
}
static __always_inline unsigned int ip_transport_len(const struct sk_buff *skb) { return ntohs(ip_hdr(skb)->tot_len) - skb_network_header_len(skb); }

#endif
