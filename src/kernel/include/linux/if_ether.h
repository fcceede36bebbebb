/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IF_ETHER_H
#define _LINUX_IF_ETHER_H

#include <linux/types.h>

#define ETH_ALEN	6
#define ETH_HLEN	14
#define ETH_DATA_LEN	1500
#define ETH_FRAME_LEN	1514
#define ETH_P_IP	0x0800
#define ETH_P_ARP	0x0806
#define ETH_P_IPV6	0x86DD
#define ETH_P_ALL	0x0003
struct ethhdr { unsigned char h_dest[ETH_ALEN], h_source[ETH_ALEN]; __be16 h_proto; } __packed;
#define ETH_P_8021Q	0x8100
#define ETH_P_8021AD	0x88A8
#define ETH_P_MPLS_UC	0x8847
#define ETH_P_PPP_SES	0x8864
#define ETH_P_PAE	0x888E
#define ETH_P_1588	0x88F7
#define ETH_P_802_2	0x0004
#define ETH_P_LOOP	0x0060
#define ETH_ZLEN	60
#define ETH_FCS_LEN	4
#define eth_hdr(skb)	((struct ethhdr *)skb_mac_header(skb))

#endif
