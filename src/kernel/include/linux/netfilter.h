/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NETFILTER_H
#define _LINUX_NETFILTER_H

#include <linux/in.h>
#include <linux/in6.h>
#include <linux/net.h>
#include <linux/netdevice.h>

#define NF_DROP		0
#define NF_ACCEPT	1
#define NF_STOLEN	2
#define NF_QUEUE	3
#define NF_REPEAT	4
#define NF_STOP		5
enum { NFPROTO_UNSPEC = 0, NFPROTO_INET = 1, NFPROTO_IPV4 = 2, NFPROTO_ARP = 3, NFPROTO_NETDEV = 5, NFPROTO_BRIDGE = 7, NFPROTO_IPV6 = 10 };
union nf_inet_addr { __u32 all[4]; __be32 ip, ip6[4]; struct in_addr in; struct in6_addr in6; };
enum nf_inet_hooks { NF_INET_PRE_ROUTING, NF_INET_LOCAL_IN, NF_INET_FORWARD, NF_INET_LOCAL_OUT, NF_INET_POST_ROUTING, NF_INET_NUMHOOKS };
enum nf_ip_hook_priorities {
	NF_IP_PRI_FIRST = -2147483647 - 1, NF_IP_PRI_RAW = -300, NF_IP_PRI_CONNTRACK = -200, NF_IP_PRI_MANGLE = -150,
	NF_IP_PRI_NAT_DST = -100, NF_IP_PRI_FILTER = 0, NF_IP_PRI_NAT_SRC = 100, NF_IP_PRI_LAST = 2147483647,
};
struct nf_hook_state { unsigned int hook; u8 pf; struct net_device *in, *out; struct sock *sk; struct net *net; };
typedef unsigned int nf_hookfn(void *priv, struct sk_buff *skb, const struct nf_hook_state *state);
struct nf_hook_ops { nf_hookfn *hook; struct net_device *dev; void *priv; u8 pf; unsigned int hooknum; int priority; };
int nf_register_net_hook(struct net *net, const struct nf_hook_ops *ops);
void nf_unregister_net_hook(struct net *net, const struct nf_hook_ops *ops);
int nf_register_net_hooks(struct net *net, const struct nf_hook_ops *ops, unsigned int n);
void nf_unregister_net_hooks(struct net *net, const struct nf_hook_ops *ops, unsigned int n);
#if !UNOOPS_SINCE(4, 13)
int nf_register_hook(struct nf_hook_ops *ops);
void nf_unregister_hook(struct nf_hook_ops *ops);
int nf_register_hooks(struct nf_hook_ops *ops, unsigned int n);
void nf_unregister_hooks(struct nf_hook_ops *ops, unsigned int n);
#endif

/* The new packet belongs to the connection of the old one. */
static __always_inline void nf_ct_attach(struct sk_buff *to, const struct sk_buff *from) { to->_nfct = from->_nfct; }

#endif
