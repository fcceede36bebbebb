/* SPDX-License-Identifier: MIT */
/*
 * net/netfilter/nf_conntrack_core.c, nf_conntrack_proto.c; 4.4 ... 7.2. A packet belongs to no connection, begins one, or is of one that
 * there is, in either direction.
 */
#include <linux/ip.h>
#include <linux/tcp.h>
#include <net/netfilter/nf_conntrack.h>
#include "model.h"

static struct nf_conn connection = { .ct_general = { REFCOUNT_INIT(1) } };

/* What the packet was found to be: one more than the way it goes, in the bits where a packet has that; 0 before somebody asks. */
enum { IS_OF_NO_CONNECTION = 4 };

static void describe_connection(struct nf_conn *ct, const struct sk_buff *skb)
{
	struct nf_conntrack_tuple *there = &ct->tuplehash[IP_CT_DIR_ORIGINAL].tuple, *back = &ct->tuplehash[IP_CT_DIR_REPLY].tuple;
	const struct iphdr *iph = ip_hdr(skb);

	there->src.l3num = back->src.l3num = NFPROTO_IPV4;
	there->src.u3.ip = back->dst.u3.ip = iph->saddr;
	there->dst.u3.ip = back->src.u3.ip = iph->daddr;
	there->dst.protonum = back->dst.protonum = iph->protocol;
	back->dst.dir = IP_CT_DIR_REPLY;
}

struct nf_conn *nf_ct_get(const struct sk_buff *skb, enum ip_conntrack_info *info)
{
	static const u8 ways[] = { IP_CT_NEW, IP_CT_ESTABLISHED, IP_CT_ESTABLISHED_REPLY };
	struct sk_buff *packet = (struct sk_buff *)skb;

	if (!packet->_nfct) {
		unsigned int picked = unoops_choose(ARRAY_SIZE(ways) + 1, "how conntrack knows the packet");

		packet->_nfct = 1 + (picked < ARRAY_SIZE(ways) ? ways[picked] : IS_OF_NO_CONNECTION);
	}
	if (packet->_nfct == 1 + IS_OF_NO_CONNECTION) {
		*info = 0;
		return NULL;
	}
	*info = packet->_nfct - 1;
	connection.status = *info == IP_CT_NEW ? 0 : IPS_CONFIRMED | IPS_SEEN_REPLY;
	describe_connection(&connection, skb);
	return &connection;
}

#if UNOOPS_SINCE(4, 10)
/* Loads the trackers of a family, which may not be there. */
int nf_ct_netns_get(struct net *net, u8 family)
{
	unoops_check_may_sleep("nf_ct_netns_get() in atomic context");
	return unoops_fault("nf_ct_netns_get") ? -EPROTO : 0;
}
void nf_ct_netns_put(struct net *net, u8 family) { unoops_check_may_sleep("nf_ct_netns_put() in atomic context"); }
#endif
