/* SPDX-License-Identifier: MIT */
#ifndef _UDP_H
#define _UDP_H

#include <linux/udp.h>
#include <net/checksum.h>
#include <net/ip.h>
#include <net/sock.h>

static __always_inline __sum16 udp_v4_check(int len, __be32 saddr, __be32 daddr, __wsum base)
{
	return csum_tcpudp_magic(saddr, daddr, len, IPPROTO_UDP, base);
}

#endif
