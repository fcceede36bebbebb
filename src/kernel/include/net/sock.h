/* SPDX-License-Identifier: MIT */
#ifndef _NET_SOCK_H
#define _NET_SOCK_H

#include <linux/netdevice.h>
#include <linux/net.h>
#include <linux/uaccess.h>
#include <linux/poll.h>

struct sock {
	struct socket *sk_socket;
	long sk_rcvtimeo, sk_sndtimeo;
	int sk_state, sk_reuse, sk_sndbuf, sk_rcvbuf;
	gfp_t sk_allocation;
	void *sk_user_data;
	wait_queue_head_t *unoops_wq;
	struct sk_buff_head sk_receive_queue;
	void (*sk_data_ready)(struct sock *sk);
	void (*sk_state_change)(struct sock *sk);
};
#define SK_CAN_REUSE	1
#define sk_sleep(sk)	((sk)->unoops_wq)
#define TCP_LISTEN	10
#define TCP_ESTABLISHED	1
#define TCP_CLOSE	7
#define TCP_CLOSE_WAIT	8

#endif
