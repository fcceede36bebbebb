/* SPDX-License-Identifier: MIT */
#ifndef _NET_GENETLINK_H
#define _NET_GENETLINK_H

#include <linux/genetlink.h>
#include <linux/module.h>
#include <net/net_namespace.h>
#include <net/netlink.h>

/* net/netlink/genetlink.c; 4.4 ... 7.2. */
struct genl_info {
	u32 snd_seq, snd_portid;
	const struct nlmsghdr *nlhdr;
	struct genlmsghdr *genlhdr;
	void *userhdr;
	struct nlattr **attrs;
	struct net *_net;
	void *user_ptr[2];
	struct netlink_ext_ack *extack;
};
struct netlink_callback { struct sk_buff *skb; const struct nlmsghdr *nlh; void *data; u16 family, answer_flags; unsigned int prev_seq, seq; long args[6]; };
struct genl_ops {
	int (*doit)(struct sk_buff *skb, struct genl_info *info);
	int (*start)(struct netlink_callback *cb);
	int (*dumpit)(struct sk_buff *skb, struct netlink_callback *cb);
	int (*done)(struct netlink_callback *cb);
#if !UNOOPS_SINCE(5, 2) || UNOOPS_SINCE(5, 10)
	const struct nla_policy *policy;
#endif
#if UNOOPS_SINCE(5, 10)
	unsigned int maxattr;
#endif
	u8 cmd, internal_flags, flags, validate;
};
struct genl_small_ops {
	int (*doit)(struct sk_buff *skb, struct genl_info *info);
	int (*dumpit)(struct sk_buff *skb, struct netlink_callback *cb);
	u8 cmd, internal_flags, flags, validate;
};
struct genl_multicast_group { char name[GENL_NAMSIZ]; };
struct genl_family {
	int id;
	unsigned int hdrsize;
	char name[GENL_NAMSIZ];
	unsigned int version, maxattr;
	bool netnsok, parallel_ops;
#if UNOOPS_SINCE(5, 2)
	const struct nla_policy *policy;
#endif
	const struct genl_ops *ops;
#if UNOOPS_SINCE(5, 10)
	const struct genl_small_ops *small_ops;
	unsigned int n_small_ops;
#endif
	const struct genl_multicast_group *mcgrps;
	unsigned int n_ops, n_mcgrps, mcgrp_offset;
#if UNOOPS_SINCE(6, 1)
	unsigned int resv_start_op;
#endif
	struct module *module;
};
#if UNOOPS_SINCE(4, 10)
int genl_register_family(struct genl_family *family);
#else
int unoops_genl_register(struct genl_family *family, const struct genl_ops *ops, unsigned int n_ops);
#define genl_register_family(family)				((family)->module = THIS_MODULE, unoops_genl_register(family, NULL, 0))
#define genl_register_family_with_ops(family, ops)		((family)->module = THIS_MODULE, unoops_genl_register(family, ops, ARRAY_SIZE(ops)))
#define genl_register_family_with_ops_groups(family, ops, grps)	\
	((family)->mcgrps = (grps), (family)->n_mcgrps = ARRAY_SIZE(grps), genl_register_family_with_ops(family, ops))
#endif
#if UNOOPS_SINCE(6, 4)
void genl_unregister_family(const struct genl_family *family);
#else
int genl_unregister_family(const struct genl_family *family);
#endif
void *genlmsg_put(struct sk_buff *skb, u32 portid, u32 seq, const struct genl_family *family, int flags, u8 cmd);
static __always_inline void *genlmsg_put_reply(struct sk_buff *skb, struct genl_info *info, const struct genl_family *family, int flags, u8 cmd)
{
	return genlmsg_put(skb, info->snd_portid, info->snd_seq, family, flags, cmd);
}
static __always_inline void genlmsg_end(struct sk_buff *skb, void *hdr) { (void)*(char *)hdr; }
static __always_inline void genlmsg_cancel(struct sk_buff *skb, void *hdr) { }
static __always_inline struct sk_buff *genlmsg_new(size_t payload, gfp_t gfp) { return nlmsg_new(GENL_HDRLEN + payload, gfp); }
#define NLMSG_GOODSIZE	NLMSG_DEFAULT_SIZE
#define GENLMSG_DEFAULT_SIZE	(NLMSG_DEFAULT_SIZE - GENL_HDRLEN)
static __always_inline void *genlmsg_data(const struct genlmsghdr *hdr) { return (char *)hdr + GENL_HDRLEN; }
static __always_inline struct net *genl_info_net(const struct genl_info *info) { return info->_net; }
int genlmsg_unicast(struct net *net, struct sk_buff *skb, u32 portid);
static __always_inline int genlmsg_reply(struct sk_buff *skb, struct genl_info *info) { return genlmsg_unicast(info->_net, skb, info->snd_portid); }
int genlmsg_multicast(const struct genl_family *family, struct sk_buff *skb, u32 portid, unsigned int group, gfp_t flags);
#define genlmsg_multicast_allns(family, skb, portid, group, flags)	genlmsg_multicast(family, skb, portid, group, flags)

#endif
