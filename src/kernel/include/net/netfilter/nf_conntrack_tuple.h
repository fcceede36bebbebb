/* SPDX-License-Identifier: MIT */
#ifndef _NF_CONNTRACK_TUPLE_H
#define _NF_CONNTRACK_TUPLE_H

#include <linux/in.h>
#include <linux/in6.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>

/* include/net/netfilter/nf_conntrack_tuple.h; 4.4 ... 7.2. */
enum ip_conntrack_dir { IP_CT_DIR_ORIGINAL, IP_CT_DIR_REPLY, IP_CT_DIR_MAX };
#define CTINFO2DIR(info) ((info) >= IP_CT_IS_REPLY ? IP_CT_DIR_REPLY : IP_CT_DIR_ORIGINAL)
union nf_conntrack_man_proto { __be16 all; struct { __be16 port; } tcp, udp, dccp, sctp; struct { __be16 id; } icmp; struct { __be16 key; } gre; };
struct nf_conntrack_man { union nf_inet_addr u3; union nf_conntrack_man_proto u; u_int16_t l3num; };
struct nf_conntrack_tuple {
	struct nf_conntrack_man src;
	struct {
		union nf_inet_addr u3;
		union { __be16 all; struct { __be16 port; } tcp, udp, dccp, sctp; struct { u_int8_t type, code; } icmp; struct { __be16 key; } gre; } u;
		u_int8_t protonum, dir;
	} dst;
};
struct nf_conntrack_tuple_hash { struct nf_conntrack_tuple tuple; };

#endif
