/* SPDX-License-Identifier: MIT */
#ifndef _IPTABLES_H
#define _IPTABLES_H

#include <linux/in.h>
#include <linux/if.h>
#include <linux/netfilter/x_tables.h>
#include <linux/netfilter_ipv4.h>

/* include/uapi/linux/netfilter_ipv4/ip_tables.h; 4.4 ... 7.2: a rule, without its matches and target. */
struct ipt_ip {
	struct in_addr src, dst, smsk, dmsk;
	char iniface[IFNAMSIZ], outiface[IFNAMSIZ];
	unsigned char iniface_mask[IFNAMSIZ], outiface_mask[IFNAMSIZ];
	u16 proto;
	u8 flags, invflags;
};
struct ipt_entry {
	struct ipt_ip ip;
	unsigned int nfcache;
	u16 target_offset, next_offset;
	unsigned int comefrom;
	struct xt_counters counters;
};

#endif
