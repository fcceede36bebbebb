/* SPDX-License-Identifier: MIT */
#ifndef _NF_CONNTRACK_H
#define _NF_CONNTRACK_H

#include <linux/bitops.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <net/net_namespace.h>
#include <net/netfilter/nf_conntrack_tuple.h>

/* net/netfilter/nf_conntrack_core.c; 4.4 ... 7.2. */
struct nf_conn {
	struct nf_conntrack ct_general;
	spinlock_t lock;
	u32 timeout, mark;
	struct nf_conntrack_tuple_hash tuplehash[IP_CT_DIR_MAX];
	unsigned long status;
	struct nf_conn *master;
};
/* The packet keeps the connection; who gets it holds nothing. */
struct nf_conn *nf_ct_get(const struct sk_buff *skb, enum ip_conntrack_info *info);
#define nf_ct_tuple(ct, dir)	(&(ct)->tuplehash[dir].tuple)
#define NF_CT_DIRECTION(hash)	((enum ip_conntrack_dir)(hash)->tuple.dst.dir)
static __always_inline u_int16_t nf_ct_l3num(const struct nf_conn *ct) { return nf_ct_tuple(ct, IP_CT_DIR_ORIGINAL)->src.l3num; }
static __always_inline u_int8_t nf_ct_protonum(const struct nf_conn *ct) { return nf_ct_tuple(ct, IP_CT_DIR_ORIGINAL)->dst.protonum; }
static __always_inline struct net *nf_ct_net(const struct nf_conn *ct) { (void)ct->status; return &init_net; }
static __always_inline int nf_ct_is_confirmed(const struct nf_conn *ct) { return !!(ct->status & IPS_CONFIRMED); }
static __always_inline int nf_ct_is_dying(const struct nf_conn *ct) { return !!(ct->status & IPS_DYING); }
static __always_inline int nf_ct_is_template(const struct nf_conn *ct) { return !!(ct->status & IPS_TEMPLATE); }
static __always_inline void nf_ct_put(struct nf_conn *ct) { if (ct) (void)ct->status; }
#define nf_conntrack_get(nfct)	((void)(nfct))
#define nf_conntrack_put(nfct)	((void)(nfct))
#if UNOOPS_SINCE(4, 10)
/* Keeps conntrack of a family working while somebody needs it. */
int nf_ct_netns_get(struct net *net, u8 family);
void nf_ct_netns_put(struct net *net, u8 family);
#endif

#endif
