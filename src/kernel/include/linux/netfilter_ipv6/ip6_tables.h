/* SPDX-License-Identifier: MIT */
#ifndef _IP6_TABLES_H
#define _IP6_TABLES_H

#include <linux/if.h>
#include <linux/in6.h>
#include <linux/netfilter/x_tables.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>

/* include/uapi/linux/netfilter_ipv6/ip6_tables.h; 4.4 ... 7.2: a rule, without its matches and target. */
struct ip6t_ip6 {
	struct in6_addr src, dst, smsk, dmsk;
	char iniface[IFNAMSIZ], outiface[IFNAMSIZ];
	unsigned char iniface_mask[IFNAMSIZ], outiface_mask[IFNAMSIZ];
	u16 proto;
	u8 tos, flags, invflags;
};
struct ip6t_entry {
	struct ip6t_ip6 ipv6;
	unsigned int nfcache;
	u16 target_offset, next_offset;
	unsigned int comefrom;
	struct xt_counters counters;
};

#endif
