/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SOCKET_H
#define _LINUX_SOCKET_H

#include <linux/types.h>

typedef unsigned short sa_family_t, __kernel_sa_family_t;
struct sockaddr { sa_family_t sa_family; char sa_data[14]; };
struct sockaddr_storage { sa_family_t ss_family; char unoops_data[126]; };
struct kvec { void *iov_base; size_t iov_len; };
struct iovec { void __user *iov_base; size_t iov_len; };
/* One piece, the kernel's own or a process'. */
struct iov_iter { const struct kvec *kvec; size_t count; size_t iov_offset; void __user *ubuf; };
struct msghdr {
	void *msg_name;
	int msg_namelen;
	struct iov_iter msg_iter;
	void *msg_control;
	size_t msg_controllen;
	unsigned int msg_flags;
};
/* include/linux/socket.h, include/uapi/asm-generic/socket.h; 4.4 ... 7.2: numbers of the ABI. */
#define AF_UNSPEC	0
#define AF_UNIX	1
#define AF_LOCAL	1
#define AF_INET	2
#define AF_AX25	3
#define AF_IPX	4
#define AF_APPLETALK	5
#define AF_NETROM	6
#define AF_BRIDGE	7
#define AF_ATMPVC	8
#define AF_X25	9
#define AF_INET6	10
#define AF_ROSE	11
#define AF_DECnet	12
#define AF_NETBEUI	13
#define AF_SECURITY	14
#define AF_KEY	15
#define AF_NETLINK	16
#define AF_ROUTE	AF_NETLINK
#define AF_PACKET	17
#define AF_ASH	18
#define AF_ECONET	19
#define AF_ATMSVC	20
#define AF_RDS	21
#define AF_SNA	22
#define AF_IRDA	23
#define AF_PPPOX	24
#define AF_WANPIPE	25
#define AF_LLC	26
#define AF_IB	27
#define AF_MPLS	28
#define AF_CAN	29
#define AF_TIPC	30
#define AF_BLUETOOTH	31
#define AF_IUCV	32
#define AF_RXRPC	33
#define AF_ISDN	34
#define AF_PHONET	35
#define AF_IEEE802154	36
#define AF_CAIF	37
#define AF_ALG	38
#define AF_NFC	39
#define AF_VSOCK	40
#define PF_UNSPEC	AF_UNSPEC
#define PF_UNIX	AF_UNIX
#define PF_LOCAL	AF_LOCAL
#define PF_INET	AF_INET
#define PF_AX25	AF_AX25
#define PF_IPX	AF_IPX
#define PF_APPLETALK	AF_APPLETALK
#define PF_BRIDGE	AF_BRIDGE
#define PF_ATMPVC	AF_ATMPVC
#define PF_X25	AF_X25
#define PF_INET6	AF_INET6
#define PF_ROSE	AF_ROSE
#define PF_DECnet	AF_DECnet
#define PF_NETBEUI	AF_NETBEUI
#define PF_SECURITY	AF_SECURITY
#define PF_KEY	AF_KEY
#define PF_NETLINK	AF_NETLINK
#define PF_ROUTE	AF_ROUTE
#define PF_PACKET	AF_PACKET
#define PF_ASH	AF_ASH
#define PF_ECONET	AF_ECONET
#define PF_ATMSVC	AF_ATMSVC
#define PF_RDS	AF_RDS
#define PF_SNA	AF_SNA
#define PF_IRDA	AF_IRDA
#define PF_PPPOX	AF_PPPOX
#define PF_WANPIPE	AF_WANPIPE
#define PF_LLC	AF_LLC
#define PF_IB	AF_IB
#define PF_MPLS	AF_MPLS
#define PF_CAN	AF_CAN
#define PF_TIPC	AF_TIPC
#define PF_BLUETOOTH	AF_BLUETOOTH
#define PF_IUCV	AF_IUCV
#define PF_RXRPC	AF_RXRPC
#define PF_ISDN	AF_ISDN
#define PF_PHONET	AF_PHONET
#define PF_IEEE802154	AF_IEEE802154
#define PF_CAIF	AF_CAIF
#define PF_ALG	AF_ALG
#define PF_NFC	AF_NFC
#define PF_VSOCK	AF_VSOCK
#define SOL_SOCKET	1
#define SOL_IP	0
#define SOL_TCP	6
#define SOL_UDP	17
#define SOL_IPV6	41
#define SOL_ICMPV6	58
#define SOL_SCTP	132
#define SOL_UDPLITE	136
#define SOL_RAW	255
#define SOL_IPX	256
#define SOL_AX25	257
#define SOL_ATALK	258
#define SOL_NETROM	259
#define SOL_ROSE	260
#define SOL_DECNET	261
#define SOL_PACKET	263
#define SOL_ATM	264
#define SOL_AAL	265
#define SOL_IRDA	266
#define SOL_NETBEUI	267
#define SOL_LLC	268
#define SOL_DCCP	269
#define SOL_NETLINK	270
#define SOL_TIPC	271
#define SOL_RXRPC	272
#define SOL_PPPOL2TP	273
#define SOL_BLUETOOTH	274
#define SOL_PNPIPE	275
#define SOL_RDS	276
#define SOL_IUCV	277
#define SOL_CAIF	278
#define SOL_ALG	279
#define SOL_NFC	280
#define SO_DEBUG	1
#define SO_REUSEADDR	2
#define SO_TYPE	3
#define SO_ERROR	4
#define SO_DONTROUTE	5
#define SO_BROADCAST	6
#define SO_SNDBUF	7
#define SO_RCVBUF	8
#define SO_KEEPALIVE	9
#define SO_OOBINLINE	10
#define SO_NO_CHECK	11
#define SO_PRIORITY	12
#define SO_LINGER	13
#define SO_BSDCOMPAT	14
#define SO_REUSEPORT	15
#define SO_PASSCRED	16
#define SO_PEERCRED	17
#define SO_RCVLOWAT	18
#define SO_SNDLOWAT	19
#define SO_RCVTIMEO	20
#define SO_SNDTIMEO	21
#define SO_BINDTODEVICE	25
#define SO_ATTACH_FILTER	26
#define SO_DETACH_FILTER	27
#define SO_PEERNAME	28
#define SO_TIMESTAMP	29
#define SO_ACCEPTCONN	30
#define SO_PEERSEC	31
#define SO_SNDBUFFORCE	32
#define SO_RCVBUFFORCE	33
#define SO_PASSSEC	34
#define SO_TIMESTAMPNS	35
#define SO_MARK	36
#define SO_TIMESTAMPING	37
#define SO_PROTOCOL	38
#define SO_DOMAIN	39
#define SO_RXQ_OVFL	40
#define SO_WIFI_STATUS	41
#define SO_PEEK_OFF	42
#define SO_NOFCS	43
#define SO_LOCK_FILTER	44
#define SO_SELECT_ERR_QUEUE	45
#define SO_BUSY_POLL	46
#define SO_MAX_PACING_RATE	47
#define SO_BPF_EXTENSIONS	48
#define SO_INCOMING_CPU	49
#define SO_ATTACH_BPF	50
#define SO_RCVTIMEO_OLD	20
#define SO_RCVTIMEO_NEW	66
#if UNOOPS_SINCE(5, 1)
#define SO_SNDTIMEO_OLD	21
#define SO_SNDTIMEO_NEW	67
#endif
#define MSG_OOB	1
#define MSG_PEEK	2
#define MSG_DONTROUTE	4
#define MSG_TRYHARD	4
#define MSG_CTRUNC	8
#define MSG_PROBE	0x10
#define MSG_TRUNC	0x20
#define MSG_DONTWAIT	0x40
#define MSG_EOR	0x80
#define MSG_WAITALL	0x100
#define MSG_FIN	0x200
#define MSG_SYN	0x400
#define MSG_CONFIRM	0x800
#define MSG_RST	0x1000
#define MSG_ERRQUEUE	0x2000
#define MSG_NOSIGNAL	0x4000
#define MSG_MORE	0x8000
#define MSG_WAITFORONE	0x10000
#define MSG_EOF	MSG_FIN
#define MSG_FASTOPEN	0x20000000
#define MSG_CMSG_CLOEXEC	0x40000000
#if UNOOPS_SINCE(5, 4)
#define SOMAXCONN	4096
#else
#define SOMAXCONN	128
#endif

#endif
