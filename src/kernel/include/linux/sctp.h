/* SPDX-License-Identifier: MIT */
#ifndef __LINUX_SCTP_H__
#define __LINUX_SCTP_H__

#include <linux/in.h>
#include <linux/in6.h>
#include <linux/skbuff.h>

/* include/linux/sctp.h; 4.4 ... 7.2. */
struct sctphdr { __be16 source, dest; __be32 vtag; __le32 checksum; };
struct sctp_chunkhdr { u8 type, flags; __be16 length; };
typedef struct sctp_chunkhdr sctp_chunkhdr_t;
enum sctp_cid {
	SCTP_CID_DATA, SCTP_CID_INIT, SCTP_CID_INIT_ACK, SCTP_CID_SACK, SCTP_CID_HEARTBEAT, SCTP_CID_HEARTBEAT_ACK, SCTP_CID_ABORT,
	SCTP_CID_SHUTDOWN, SCTP_CID_SHUTDOWN_ACK, SCTP_CID_ERROR, SCTP_CID_COOKIE_ECHO, SCTP_CID_COOKIE_ACK,
};
static __always_inline struct sctphdr *sctp_hdr(const struct sk_buff *skb) { return (struct sctphdr *)skb_transport_header(skb); }

#endif
