/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_DCCP_H
#define _LINUX_DCCP_H

#include <linux/skbuff.h>

/* include/uapi/linux/dccp.h; 4.4 ... 7.2. */
struct dccp_hdr {
	__be16 dccph_sport, dccph_dport;
	u8 dccph_doff, dccph_cscov : 4, dccph_ccval : 4;
	__sum16 dccph_checksum;
	u8 dccph_x : 1, dccph_type : 4, dccph_reserved : 3;
	u8 dccph_seq2;
	__be16 dccph_seq;
};
enum dccp_pkt_type {
	DCCP_PKT_REQUEST, DCCP_PKT_RESPONSE, DCCP_PKT_DATA, DCCP_PKT_ACK, DCCP_PKT_DATAACK, DCCP_PKT_CLOSEREQ, DCCP_PKT_CLOSE, DCCP_PKT_RESET,
	DCCP_PKT_SYNC, DCCP_PKT_SYNCACK, DCCP_PKT_INVALID,
};

#endif
