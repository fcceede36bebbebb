/* SPDX-License-Identifier: MIT */
#ifndef _NET_DST_H
#define _NET_DST_H

#include <linux/skbuff.h>
#include <linux/rtnetlink.h>

/* include/net/dst.h, net/core/dst.c; 4.4 ... 7.2. Each packet has a route, which is nobody's to free. */
struct dst_entry { struct net_device *dev; };
extern struct dst_entry unoops_route;
static __always_inline struct dst_entry *skb_dst(const struct sk_buff *skb) { (void)skb->len; return &unoops_route; }
static __always_inline void skb_dst_set(struct sk_buff *skb, struct dst_entry *dst) { (void)skb->len; }
static __always_inline void skb_dst_drop(struct sk_buff *skb) { (void)skb->len; }
static __always_inline struct dst_entry *dst_clone(struct dst_entry *dst) { return dst; }
static __always_inline void dst_hold(struct dst_entry *dst) { }
static __always_inline void dst_release(struct dst_entry *dst) { }
static __always_inline u32 dst_mtu(const struct dst_entry *dst) { return 1500; }
static __always_inline u32 dst_metric(const struct dst_entry *dst, int metric) { return 64; }
#define ip4_dst_hoplimit(dst)	((int)dst_metric(dst, RTAX_HOPLIMIT))
#define ip6_dst_hoplimit(dst)	((int)dst_metric(dst, RTAX_HOPLIMIT))

#endif
