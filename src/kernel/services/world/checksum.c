/* SPDX-License-Identifier: MIT */
/* lib/checksum.c, net/ipv4/netfilter.c, net/core/dst.c; 4.4 ... 7.2. */
#include <linux/netfilter_ipv4.h>
#include <net/checksum.h>
#include <net/dst.h>
#include "model.h"

struct dst_entry unoops_route;

/* The ones' complement sum of words as they lie in memory. */
__wsum csum_partial(const void *buff, int len, __wsum sum)
{
	const u8 *p = buff;
	u64 total = (u32)sum;

	for (; len > 1; len -= 2, p += 2)
		total += p[0] | p[1] << 8;
	if (len == 1)
		total += p[0];
	total = (total & 0xffffffff) + (total >> 32);
	return (__wsum)(u32)(total + (total >> 32));
}
__wsum csum_tcpudp_nofold(__be32 saddr, __be32 daddr, __u32 len, __u8 proto, __wsum sum)
{
	const struct { __be32 saddr, daddr; __be16 proto, len; } head = { saddr, daddr, htons(proto), htons(len) };

	return csum_partial(&head, sizeof(head), sum);
}
__sum16 ip_fast_csum(const void *iph, unsigned int ihl) { return csum_fold(csum_partial(iph, ihl * 4, 0)); }
__sum16 ip_compute_csum(const void *buff, int len) { return csum_fold(csum_partial(buff, len, 0)); }

int unoops_reroute(struct sk_buff *skb)
{
	unoops_look_at(skb->len);
	return unoops_choose(2, "there is no route for the packet") ? -EHOSTUNREACH : 0;
}
