/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IF_ARP_H
#define _LINUX_IF_ARP_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>

/* include/uapi/linux/if_arp.h; 4.4 ... 7.2. */
#define ARPHRD_NETROM		0
#define ARPHRD_ETHER		1
#define ARPHRD_EETHER		2
#define ARPHRD_IEEE802		6
#define ARPHRD_ARCNET		7
#define ARPHRD_IEEE1394		24
#define ARPHRD_INFINIBAND	32
#define ARPHRD_SLIP		256
#define ARPHRD_CAN		280
#define ARPHRD_PPP		512
#define ARPHRD_RAWIP		519
#define ARPHRD_TUNNEL		768
#define ARPHRD_TUNNEL6		769
#define ARPHRD_LOOPBACK		772
#define ARPHRD_SIT		776
#define ARPHRD_IPGRE		778
#define ARPHRD_IEEE80211	801
#define ARPHRD_IEEE80211_PRISM	802
#define ARPHRD_IEEE80211_RADIOTAP 803
#define ARPHRD_IEEE802154	804
#define ARPHRD_NETLINK		824
#define ARPHRD_VOID		0xFFFF
#define ARPHRD_NONE		0xFFFE

#define ARPOP_REQUEST		1
#define ARPOP_REPLY		2
#define ARPOP_RREQUEST		3
#define ARPOP_RREPLY		4

struct arphdr {
	__be16 ar_hrd, ar_pro;
	unsigned char ar_hln, ar_pln;
	__be16 ar_op;
};
static __always_inline struct arphdr *arp_hdr(const struct sk_buff *skb) { return (struct arphdr *)skb_network_header(skb); }

#endif
