/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TCP_H
#define _LINUX_TCP_H

#include <linux/skbuff.h>

struct tcphdr {
	__be16 source, dest;
	__be32 seq, ack_seq;
	u16 res1 : 4, doff : 4, fin : 1, syn : 1, rst : 1, psh : 1, ack : 1, urg : 1, ece : 1, cwr : 1;
	__be16 window;
	__sum16 check;
	__be16 urg_ptr;
};
static __always_inline struct tcphdr *tcp_hdr(const struct sk_buff *skb) { return (struct tcphdr *)skb_transport_header(skb); }
static __always_inline unsigned int tcp_hdrlen(const struct sk_buff *skb) { return tcp_hdr(skb)->doff * 4; }
/* include/uapi/linux/tcp.h: the word that window ends, as it lies in memory. */
enum {
	TCP_FLAG_CWR = 0x00008000, TCP_FLAG_ECE = 0x00004000, TCP_FLAG_URG = 0x00002000, TCP_FLAG_ACK = 0x00001000, TCP_FLAG_PSH = 0x00000800,
	TCP_FLAG_RST = 0x00000400, TCP_FLAG_SYN = 0x00000200, TCP_FLAG_FIN = 0x00000100,
};
union tcp_word_hdr { struct tcphdr hdr; __be32 words[5]; };
#define tcp_flag_word(tp)	(((union tcp_word_hdr *)(tp))->words[3])
#define TCP_NODELAY	1
#define TCP_CORK	3

#endif
