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
#if UNOOPS_SINCE(5, 9)
#include <linux/sockptr.h>
#endif

struct sock;
struct net;
struct socket;
struct poll_table_struct;
struct msghdr;
struct vm_area_struct;
#if UNOOPS_SINCE(6, 10)
struct proto_accept_arg { int flags, err, is_empty; bool kern; };
#endif
/* Those that the kernel's own sockets have; see services/world/socket.c. */
struct proto_ops {
	int family;
	struct module *owner;
	int (*release)(struct socket *sock);
	int (*bind)(struct socket *sock, struct sockaddr *addr, int len);
	int (*connect)(struct socket *sock, struct sockaddr *addr, int len, int flags);
	int (*socketpair)(struct socket *one, struct socket *other);
#if UNOOPS_SINCE(6, 10)
	int (*accept)(struct socket *sock, struct socket *newsock, struct proto_accept_arg *arg);
#elif UNOOPS_SINCE(4, 11)
	int (*accept)(struct socket *sock, struct socket *newsock, int flags, bool kern);
#else
	int (*accept)(struct socket *sock, struct socket *newsock, int flags);
#endif
#if UNOOPS_SINCE(4, 17)
	int (*getname)(struct socket *sock, struct sockaddr *addr, int peer);
#else
	int (*getname)(struct socket *sock, struct sockaddr *addr, int *len, int peer);
#endif
	__poll_t (*poll)(struct file *file, struct socket *sock, struct poll_table_struct *wait);
	int (*ioctl)(struct socket *sock, unsigned int cmd, unsigned long arg);
	int (*listen)(struct socket *sock, int backlog);
	int (*shutdown)(struct socket *sock, int how);
#if UNOOPS_SINCE(5, 9)
	int (*setsockopt)(struct socket *sock, int level, int name, sockptr_t val, unsigned int len);
#else
	int (*setsockopt)(struct socket *sock, int level, int name, char __user *val, unsigned int len);
#endif
	int (*getsockopt)(struct socket *sock, int level, int name, char __user *val, int __user *len);
	int (*sendmsg)(struct socket *sock, struct msghdr *msg, size_t len);
	int (*recvmsg)(struct socket *sock, struct msghdr *msg, size_t len, int flags);
	int (*mmap)(struct file *file, struct socket *sock, struct vm_area_struct *vma);
};
typedef enum { SS_FREE = 0, SS_UNCONNECTED, SS_CONNECTING, SS_CONNECTED, SS_DISCONNECTING } socket_state;
enum sock_type { SOCK_STREAM = 1, SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_SEQPACKET, SOCK_DCCP, SOCK_PACKET = 10 };
#define SOCK_CLOEXEC	O_CLOEXEC
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
#if UNOOPS_SINCE(4, 17)
int kernel_getsockname(struct socket *sock, struct sockaddr *addr);
int kernel_getpeername(struct socket *sock, struct sockaddr *addr);
#else
int kernel_getsockname(struct socket *sock, struct sockaddr *addr, int *len);
int kernel_getpeername(struct socket *sock, struct sockaddr *addr, int *len);
#endif
#define net_ratelimit()		1

#endif
