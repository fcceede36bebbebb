/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NETFILTER_NF_CONNTRACK_COMMON_H
#define _LINUX_NETFILTER_NF_CONNTRACK_COMMON_H

#include <linux/types.h>
#include <linux/refcount.h>

/* include/uapi/linux/netfilter/nf_conntrack_common.h; 4.4 ... 7.2. */
enum ip_conntrack_info { IP_CT_ESTABLISHED, IP_CT_RELATED, IP_CT_NEW, IP_CT_IS_REPLY, IP_CT_ESTABLISHED_REPLY = 3, IP_CT_RELATED_REPLY, IP_CT_NUMBER, IP_CT_UNTRACKED = 7 };
enum ip_conntrack_status {
	IPS_EXPECTED = 1 << 0, IPS_SEEN_REPLY = 1 << 1, IPS_ASSURED = 1 << 2, IPS_CONFIRMED = 1 << 3, IPS_SRC_NAT = 1 << 4, IPS_DST_NAT = 1 << 5,
	IPS_NAT_MASK = IPS_SRC_NAT | IPS_DST_NAT, IPS_DYING = 1 << 9, IPS_TEMPLATE = 1 << 11, IPS_UNTRACKED = 1 << 12,
};
enum ip_conntrack_events { IPCT_NEW, IPCT_RELATED, IPCT_DESTROY, IPCT_REPLY, IPCT_ASSURED, IPCT_PROTOINFO, IPCT_HELPER, IPCT_MARK };
struct nf_conntrack { refcount_t use; };

#endif
