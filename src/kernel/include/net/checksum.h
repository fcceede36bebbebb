/* SPDX-License-Identifier: MIT */
#ifndef _CHECKSUM_H
#define _CHECKSUM_H

#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/types.h>
#include <linux/udp.h>
#include <net/sock.h>

/* lib/checksum.c, include/net/checksum.h; 4.4 ... 7.2. */
#define CSUM_MANGLED_0	((__sum16)0xffff)
__wsum csum_partial(const void *buff, int len, __wsum sum);
__wsum csum_tcpudp_nofold(__be32 saddr, __be32 daddr, __u32 len, __u8 proto, __wsum sum);
__sum16 ip_fast_csum(const void *iph, unsigned int ihl);
__sum16 ip_compute_csum(const void *buff, int len);
static __always_inline __sum16 csum_fold(__wsum sum)
{
	u32 folded = (u32)sum;

	folded = (folded & 0xffff) + (folded >> 16);
	folded += folded >> 16;
	return (__sum16)~folded;
}
static __always_inline __sum16 csum_tcpudp_magic(__be32 saddr, __be32 daddr, __u32 len, __u8 proto, __wsum sum)
{
	return csum_fold(csum_tcpudp_nofold(saddr, daddr, len, proto, sum));
}
static __always_inline __wsum csum_unfold(__sum16 n) { return (__wsum)n; }
static __always_inline __wsum csum_add(__wsum sum, __wsum addend)
{
	u32 n = (u32)sum + (u32)addend;

	return (__wsum)(n + (n < (u32)addend));
}
static __always_inline __wsum csum_sub(__wsum sum, __wsum addend) { return csum_add(sum, ~addend); }
static __always_inline void csum_replace4(__sum16 *sum, __be32 from, __be32 to)
{
	*sum = csum_fold(csum_add(csum_sub(~csum_unfold(*sum), (__wsum)from), (__wsum)to));
}
static __always_inline void csum_replace2(__sum16 *sum, __be16 from, __be16 to) { csum_replace4(sum, (__be32)from, (__be32)to); }
static __always_inline void inet_proto_csum_replace4(__sum16 *sum, struct sk_buff *skb, __be32 from, __be32 to, bool pseudohdr)
{
	csum_replace4(sum, from, to);
}
static __always_inline void inet_proto_csum_replace2(__sum16 *sum, struct sk_buff *skb, __be16 from, __be16 to, bool pseudohdr)
{
	csum_replace2(sum, from, to);
}

#endif
