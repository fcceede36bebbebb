/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IN_H
#define _LINUX_IN_H

#include <linux/errno.h>
#include <linux/socket.h>
#include <linux/byteorder.h>

struct in_addr { __be32 s_addr; };
struct sockaddr_in { sa_family_t sin_family; __be16 sin_port; struct in_addr sin_addr; unsigned char sin_zero[8]; };
enum {
	IPPROTO_IP = 0, IPPROTO_ICMP = 1, IPPROTO_IGMP = 2, IPPROTO_IPIP = 4, IPPROTO_TCP = 6, IPPROTO_UDP = 17, IPPROTO_DCCP = 33, IPPROTO_IPV6 = 41,
	IPPROTO_GRE = 47, IPPROTO_ESP = 50, IPPROTO_AH = 51, IPPROTO_ICMPV6 = 58, IPPROTO_SCTP = 132, IPPROTO_UDPLITE = 136, IPPROTO_RAW = 255,
};
#define INADDR_NONE		((unsigned long)0xffffffff)
#define INADDR_ANY		((unsigned long)0x00000000)
#define INADDR_BROADCAST	((unsigned long)0xffffffff)
#define INADDR_LOOPBACK		0x7f000001

#endif
