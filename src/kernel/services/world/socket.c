/* SPDX-License-Identifier: MIT */
/*
 * net/socket.c, net/ipv4/af_inet.c; 4.4 ... 7.2. Somebody at the other end may connect and send at any time, and may close the connection: a
 * call that waits ends with what came, with a signal, or with a shutdown of the socket, and may wait for ever when nothing comes.
 */
#include <linux/net.h>
#include <linux/inet.h>
#include <net/sock.h>
#include "happening.h"

static const struct proto_ops inet_ops;

/* sock_alloc(): one that nobody has given a protocol yet. */
static struct socket *new_socket(int type)
{
	struct socket *sock = unoops_alloc(sizeof(*sock), "socket");

	unoops_assume("peers connect, send 1 or a text that the module compares with, and hang up when they like; nothing that is sent is looked at");
	sock->type = type;
	init_waitqueue_head(&sock->unoops_wait);
	return sock;
}

static struct socket *give_sock(struct socket *sock)
{
	sock->ops = &inet_ops;
	sock->sk = unoops_alloc(sizeof(*sock->sk), "sock");
	sock->sk->sk_socket = sock;
	sock->sk->unoops_wq = &sock->unoops_wait;
	sock->sk->sk_rcvtimeo = MAX_SCHEDULE_TIMEOUT;
	return sock;
}

int sock_create_kern(struct net *net, int family, int type, int protocol, struct socket **res)
{
	unoops_check_may_sleep("sock_create_kern() in atomic context");
	if (unoops_fault("sock_create"))
		return -ENOMEM;
	*res = give_sock(new_socket(type));
	return 0;
}
int sock_create(int family, int type, int protocol, struct socket **res) { return sock_create_kern(NULL, family, type, protocol, res); }
/* For accept(): without a protocol of its own. */
int sock_create_lite(int family, int type, int protocol, struct socket **res)
{
	unoops_check_may_sleep("sock_create_lite() in atomic context");
	if (unoops_fault("sock_create"))
		return -ENOMEM;
	*res = new_socket(type);
	return 0;
}

/* Who still has the socket finds that it has none. */
static int inet_release(struct socket *sock)
{
	if (sock->sk)
		unoops_free(sock->sk);
	sock->sk = NULL;
	return 0;
}

void sock_release(struct socket *sock)
{
	const struct proto_ops *ops = sock->ops;

	unoops_check_may_sleep("sock_release() in atomic context");
	if (ops) {
		(void)ops->release(sock);
		if (ops != &inet_ops)		/* netlink's lies in what it is a part of */
			return;
		sock->ops = NULL;
	}
	unoops_free(sock);
}

int kernel_bind(struct socket *sock, struct sockaddr *addr, int len) { unoops_look_at(sock->state); return unoops_fault("kernel_bind") ? -EADDRINUSE : 0; }
int kernel_listen(struct socket *sock, int backlog) { unoops_look_at(sock->state); return unoops_fault("kernel_listen") ? -EADDRINUSE : 0; }
int kernel_setsockopt(struct socket *sock, int level, int name, char *val, unsigned int len) { unoops_look_at(sock->state); return 0; }
int sock_setsockopt(struct socket *sock, int level, int name, char *val, unsigned int len) { unoops_look_at(sock->state); return 0; }
static int name_of(struct socket *sock, struct sockaddr *addr)
{
	unoops_look_at(sock->state);
	*(struct sockaddr_in *)addr = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	return sizeof(struct sockaddr_in);
}
#if UNOOPS_SINCE(4, 17)
static int inet_getname(struct socket *sock, struct sockaddr *addr, int peer) { return name_of(sock, addr); }
int kernel_getsockname(struct socket *sock, struct sockaddr *addr) { return name_of(sock, addr); }
int kernel_getpeername(struct socket *sock, struct sockaddr *addr) { return name_of(sock, addr); }
#else
static int inet_getname(struct socket *sock, struct sockaddr *addr, int *len, int peer)
{
	*len = name_of(sock, addr);
	return 0;
}
int kernel_getsockname(struct socket *sock, struct sockaddr *addr, int *len) { return inet_getname(sock, addr, len, 0); }
int kernel_getpeername(struct socket *sock, struct sockaddr *addr, int *len) { return inet_getname(sock, addr, len, 1); }
#endif

/*
 * 1: something came; 0: shut down; -EAGAIN, or what a signal makes of the call. The task sleeps interruptibly: kthread_stop() wakes
 * it, and only a signal ends the wait. When nothing comes any more, it waits for ever.
 */
static int wait_for_peer(struct socket *sock, int flags)
{
	long timeout = sock->sk->sk_rcvtimeo;
	bool silent;
	int ret;

	unoops_check_may_sleep("a socket is waited for in atomic context");
	if (flags & (MSG_DONTWAIT | O_NONBLOCK))
		return sock->unoops_shut ? 0 : unoops_choose(2, "something came in") ? 1 : -EAGAIN;
	silent = unoops_choose(2, "nothing comes in any more");
	if (!silent)
		timeout = 2;
	ret = wait_event_interruptible_timeout(sock->unoops_wait, READ_ONCE(sock->unoops_shut), timeout);
	return ret > 0 ? 0 : ret < 0 ? ret : silent ? -EAGAIN : 1;
}

static int accept_into(struct socket *sock, struct socket *newsock, int flags)
{
	int ret = wait_for_peer(sock, flags);

	if (ret <= 0)
		return ret ? ret : -EINVAL;
	give_sock(newsock);
	newsock->state = SS_CONNECTED;
	return 0;
}
#if UNOOPS_SINCE(6, 10)
static int inet_accept(struct socket *sock, struct socket *newsock, struct proto_accept_arg *arg) { return accept_into(sock, newsock, arg->flags); }
#elif UNOOPS_SINCE(4, 11)
static int inet_accept(struct socket *sock, struct socket *newsock, int flags, bool kern) { return accept_into(sock, newsock, flags); }
#else
static int inet_accept(struct socket *sock, struct socket *newsock, int flags) { return accept_into(sock, newsock, flags); }
#endif

int kernel_accept(struct socket *sock, struct socket **newsock, int flags)
{
	int ret = wait_for_peer(sock, flags);

	if (ret <= 0)
		return ret ? ret : -EINVAL;
	*newsock = give_sock(new_socket(sock->type));
	return 0;
}

int kernel_connect(struct socket *sock, struct sockaddr *addr, int len, int flags)
{
	unoops_check_may_sleep("kernel_connect() in atomic context");
	unoops_look_at(sock->state);
	unoops_yield();
	return unoops_choose(2, "nobody is there") ? -ECONNREFUSED : 0;
}

static int receive(struct socket *sock, char *to, size_t len, int flags)
{
	int ret = wait_for_peer(sock, flags);

	if (ret <= 0 || !len || unoops_choose(2, "the peer closes the connection"))
		return ret < 0 ? ret : 0;
	if (to) {
		int which = unoops_choose(1 + unoops_text(-1, 0), "a text comes in that the module compares with") - 1;
		int i, n = which < 0 ? 1 : min_t(int, len, unoops_text(which, -1));

		memset(to, 0, len);
		for (i = 0; i < n; i++)
			to[i] = which < 0 ? '1' : unoops_text(which, i);
		return n;
	}
	return 1;
}
int kernel_recvmsg(struct socket *sock, struct msghdr *msg, struct kvec *vec, size_t num, size_t len, int flags)
{
	return receive(sock, num ? vec->iov_base : NULL, num && vec->iov_len < len ? vec->iov_len : len, flags);
}
#if UNOOPS_SINCE(4, 7)
int sock_recvmsg(struct socket *sock, struct msghdr *msg, int flags) { return receive(sock, NULL, 1, flags); }
#else
int sock_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags) { return receive(sock, NULL, 1, flags); }
#endif

int kernel_sendmsg(struct socket *sock, struct msghdr *msg, struct kvec *vec, size_t num, size_t len)
{
	unoops_check_may_sleep("kernel_sendmsg() in atomic context");
	unoops_look_at(sock->state);
	unoops_yield();
	return READ_ONCE(sock->unoops_shut) ? -EPIPE : (int)len;
}
int sock_sendmsg(struct socket *sock, struct msghdr *msg) { return kernel_sendmsg(sock, msg, NULL, 0, 0); }

/* Whoever waits for the socket is woken, and told that it is over. */
int kernel_sock_shutdown(struct socket *sock, enum sock_shutdown_cmd how)
{
	unoops_check_may_sleep("kernel_sock_shutdown() in atomic context");
	WRITE_ONCE(sock->unoops_shut, true);
	wake_up_all(&sock->unoops_wait);
	return 0;
}

/* What sockets of the kernel's own are asked for past the calls above: `sock->ops->bind()` and its kin. */
static int inet_sendmsg(struct socket *sock, struct msghdr *msg, size_t len) { return kernel_sendmsg(sock, msg, NULL, 0, len); }
static int inet_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags) { return receive(sock, NULL, len, flags); }
static int inet_shutdown(struct socket *sock, int how) { return kernel_sock_shutdown(sock, how); }
static __poll_t inet_poll(struct file *file, struct socket *sock, struct poll_table_struct *wait)
{
	return unoops_choose(2, "something came in") ? POLLIN | POLLRDNORM : 0;
}
static int inet_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg) { return -ENOIOCTLCMD; }
#if UNOOPS_SINCE(5, 9)
static int inet_setsockopt(struct socket *sock, int level, int name, sockptr_t val, unsigned int len) { return 0; }
#else
static int inet_setsockopt(struct socket *sock, int level, int name, char __user *val, unsigned int len) { return 0; }
#endif
static int inet_getsockopt(struct socket *sock, int level, int name, char __user *val, int __user *len) { return 0; }
static int no_socketpair(struct socket *one, struct socket *other) { return -EOPNOTSUPP; }
static int no_mmap(struct file *file, struct socket *sock, struct vm_area_struct *vma) { return -ENODEV; }
static const struct proto_ops inet_ops = {
	.family = PF_INET,
	.release = inet_release,
	.bind = kernel_bind,
	.connect = kernel_connect,
	.socketpair = no_socketpair,
	.accept = inet_accept,
	.getname = inet_getname,
	.poll = inet_poll,
	.ioctl = inet_ioctl,
	.listen = kernel_listen,
	.shutdown = inet_shutdown,
	.setsockopt = inet_setsockopt,
	.getsockopt = inet_getsockopt,
	.sendmsg = inet_sendmsg,
	.recvmsg = inet_recvmsg,
	.mmap = no_mmap,
};

__be32 in_aton(const char *str) { return htonl(INADDR_LOOPBACK); }
