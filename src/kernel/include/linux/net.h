/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NET_H
#define _LINUX_NET_H

#include <linux/wait.h>
#include <linux/random.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/socket.h>
#include <linux/in.h>

struct sock;
struct net;
struct socket;
struct proto_ops {
	int family;
	struct module *owner;
	int (*release)(struct socket *sock);
	int (*bind)(struct socket *sock, struct sockaddr *addr, int len);
	int (*connect)(struct socket *sock, struct sockaddr *addr, int len, int flags);
	int (*accept)(struct socket *sock, struct socket *newsock, int flags, bool kern);
	int (*listen)(struct socket *sock, int backlog);
	int (*shutdown)(struct socket *sock, int how);
};
typedef enum { SS_FREE = 0, SS_UNCONNECTED, SS_CONNECTING, SS_CONNECTED, SS_DISCONNECTING } socket_state;
enum sock_type { SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_RAW = 3, SOCK_PACKET = 10 };
#define SOCK_NONBLOCK	O_NONBLOCK
enum sock_shutdown_cmd { SHUT_RD, SHUT_WR, SHUT_RDWR };
struct socket {
	socket_state state;
	short type;
	unsigned long flags;
	struct file *file;
	struct sock *sk;
	const struct proto_ops *ops;
	bool unoops_shut;
	wait_queue_head_t unoops_wait;
};

/* net/socket.c; 4.4 ... 7.2. What comes in is the explorer's choice: see services/socket.c. */
int sock_create(int family, int type, int protocol, struct socket **res);
int sock_create_kern(struct net *net, int family, int type, int protocol, struct socket **res);
int sock_create_lite(int family, int type, int protocol, struct socket **res);
void sock_release(struct socket *sock);
int kernel_bind(struct socket *sock, struct sockaddr *addr, int len);
int kernel_listen(struct socket *sock, int backlog);
int kernel_accept(struct socket *sock, struct socket **newsock, int flags);
int kernel_connect(struct socket *sock, struct sockaddr *addr, int len, int flags);
int kernel_sendmsg(struct socket *sock, struct msghdr *msg, struct kvec *vec, size_t num, size_t len);
int kernel_recvmsg(struct socket *sock, struct msghdr *msg, struct kvec *vec, size_t num, size_t len, int flags);
int sock_sendmsg(struct socket *sock, struct msghdr *msg);
#if UNOOPS_SINCE(4, 7)
int sock_recvmsg(struct socket *sock, struct msghdr *msg, int flags);
#else
int sock_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags);
#endif
int kernel_setsockopt(struct socket *sock, int level, int name, char *val, unsigned int len);
int sock_setsockopt(struct socket *sock, int level, int name, char *val, unsigned int len);
int kernel_sock_shutdown(struct socket *sock, enum sock_shutdown_cmd how);
int kernel_getsockname(struct socket *sock, struct sockaddr *addr);
int kernel_getpeername(struct socket *sock, struct sockaddr *addr);
#define net_ratelimit()		1

#endif
