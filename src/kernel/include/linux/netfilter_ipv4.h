/* SPDX-License-Identifier: MIT */
#ifndef __LINUX_IP_NETFILTER_H
#define __LINUX_IP_NETFILTER_H

#include <linux/netfilter.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/udp.h>

/* net/ipv4/netfilter.c; 4.4 ... 7.2. There may be no way to where the packet goes now. */
int unoops_reroute(struct sk_buff *skb);
#if UNOOPS_SINCE(5, 10)
static __always_inline int ip_route_me_harder(struct net *net, struct sock *sk, struct sk_buff *skb, unsigned int type) { return unoops_reroute(skb); }
#else
static __always_inline int ip_route_me_harder(struct net *net, struct sk_buff *skb, unsigned int type) { return unoops_reroute(skb); }
#endif
/* A checksum is right. */
static __always_inline __sum16 nf_ip_checksum(struct sk_buff *skb, unsigned int hook, unsigned int dataoff, u8 protocol) { (void)skb->len; return 0; }

#endif
