/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NETLINK_H
#define _LINUX_NETLINK_H

#include <linux/mutex.h>
#include <linux/skbuff.h>
#include <linux/uidgid.h>
#include <net/sock.h>
#include <net/net_namespace.h>

#define NETLINK_ROUTE		0
#define NETLINK_USERSOCK	2
#define NETLINK_FIREWALL	3
#define NETLINK_NFLOG		5
#define NETLINK_KOBJECT_UEVENT	15
#define NETLINK_GENERIC		16
#define MAX_LINKS		32
struct sockaddr_nl { sa_family_t nl_family; unsigned short nl_pad; u32 nl_pid, nl_groups; };
struct nlmsghdr { u32 nlmsg_len; u16 nlmsg_type, nlmsg_flags; u32 nlmsg_seq, nlmsg_pid; };
#define NLM_F_REQUEST	0x01
#define NLM_F_MULTI	0x02
#define NLM_F_ACK	0x04
#define NLM_F_ECHO	0x08
#define NLM_F_ROOT	0x100
#define NLM_F_MATCH	0x200
#define NLM_F_DUMP	(NLM_F_ROOT | NLM_F_MATCH)
#define NLMSG_NOOP	1
#define NLMSG_ERROR	2
#define NLMSG_DONE	3
#define NLMSG_MIN_TYPE	0x10
#define NLMSG_DEFAULT_SIZE	4000
#define NLMSG_PAYLOAD(nlh, len)	((nlh)->nlmsg_len - NLMSG_SPACE((len)))
#define NLMSG_OK(nlh, len)	((len) >= (int)sizeof(struct nlmsghdr) && (nlh)->nlmsg_len >= sizeof(struct nlmsghdr) && (nlh)->nlmsg_len <= (len))
#define NLMSG_NEXT(nlh, len)	((len) -= NLMSG_ALIGN((nlh)->nlmsg_len), (struct nlmsghdr *)((char *)(nlh) + NLMSG_ALIGN((nlh)->nlmsg_len)))
struct netlink_ext_ack { const char *_msg; };
#define NLMSG_ALIGNTO	4U
#define NLMSG_ALIGN(len)	(((len) + NLMSG_ALIGNTO - 1) & ~(NLMSG_ALIGNTO - 1))
#define NLMSG_HDRLEN		((int)NLMSG_ALIGN(sizeof(struct nlmsghdr)))
#define NLMSG_LENGTH(len)	((len) + NLMSG_HDRLEN)
#define NLMSG_SPACE(len)	NLMSG_ALIGN(NLMSG_LENGTH(len))
#define NLMSG_DATA(nlh)		((void *)((char *)(nlh) + NLMSG_HDRLEN))
#define NETLINK_CB(skb)		(*(struct netlink_skb_parms *)&((skb)->cb))
#define NETLINK_CREDS(skb)	(&NETLINK_CB(skb).creds)
struct scm_creds { u32 pid; kuid_t uid; kgid_t gid; };
struct netlink_skb_parms { struct scm_creds creds; u32 portid, dst_group; };
struct netlink_kernel_cfg {
	unsigned int groups, flags;
	void (*input)(struct sk_buff *skb);
#if !UNOOPS_SINCE(6, 11)
	struct mutex *cb_mutex;
#endif
	int (*bind)(struct net *net, int group);
	void (*unbind)(struct net *net, int group);
#if !UNOOPS_SINCE(6, 4)
	bool (*compare)(struct net *net, struct sock *sk);
#endif
#if UNOOPS_SINCE(6, 6)
	void (*release)(struct sock *sk, unsigned long *groups);
#endif
};
static __always_inline struct nlmsghdr *nlmsg_hdr(const struct sk_buff *skb) { return (struct nlmsghdr *)skb->data; }
#define nlmsg_data(nlh)		NLMSG_DATA(nlh)
#define nlmsg_len(nlh)		((int)(nlh)->nlmsg_len - NLMSG_HDRLEN)
#define nlmsg_total_size(n)	NLMSG_SPACE(n)
#define nlmsg_new(n, gfp)	alloc_skb(NLMSG_SPACE(n), gfp)
#define nlmsg_free(skb)		kfree_skb(skb)
/* net/netlink/af_netlink.c; 4.4 ... 7.2. */
struct nlmsghdr *nlmsg_put(struct sk_buff *skb, u32 portid, u32 seq, int type, int payload, int flags);
struct sock *netlink_kernel_create(struct net *net, int unit, struct netlink_kernel_cfg *cfg);
void netlink_kernel_release(struct sock *sk);
int nlmsg_unicast(struct sock *sk, struct sk_buff *skb, u32 portid);
int netlink_unicast(struct sock *sk, struct sk_buff *skb, u32 portid, int nonblock);
#if UNOOPS_SINCE(4, 12)
typedef int unoops_netlink_cb(struct sk_buff *skb, struct nlmsghdr *nlh, struct netlink_ext_ack *extack);
#else
typedef int unoops_netlink_cb(struct sk_buff *skb, struct nlmsghdr *nlh);
#endif
int netlink_rcv_skb(struct sk_buff *skb, unoops_netlink_cb *cb);
static __always_inline int netlink_has_listeners(struct sock *sk, unsigned int group) { return 1; }
int netlink_broadcast(struct sock *sk, struct sk_buff *skb, u32 portid, u32 group, gfp_t gfp);
#define nlmsg_multicast(sk, skb, portid, group, gfp)	netlink_broadcast(sk, skb, portid, group, gfp)

#endif
