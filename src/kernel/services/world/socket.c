/* SPDX-License-Identifier: MIT */
/*
 * net/socket.c, net/ipv4/af_inet.c; 4.4 ... 7.2. Somebody at the other end may connect and send at any time, and may close the connection: a
 * call that waits ends with what came, with a signal, or with a shutdown of the socket, and may wait for ever when nothing comes.
 */
#include <linux/net.h>
#include <linux/inet.h>
#include <net/sock.h>
#include "happening.h"

static struct socket *new_socket(int type)
{
	struct socket *sock = unoops_alloc(sizeof(*sock), "socket");

	unoops_assume("peers connect, send 1 or a text that the module compares with, and hang up when they like; nothing that is sent is looked at");
	sock->type = type;
	sock->sk = unoops_alloc(sizeof(*sock->sk), "sock");
	init_waitqueue_head(&sock->unoops_wait);
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
	*res = new_socket(type);
	return 0;
}
int sock_create(int family, int type, int protocol, struct socket **res) { return sock_create_kern(NULL, family, type, protocol, res); }
int sock_create_lite(int family, int type, int protocol, struct socket **res) { return sock_create_kern(NULL, family, type, protocol, res); }

void sock_release(struct socket *sock)
{
	unoops_check_may_sleep("sock_release() in atomic context");
	if (sock->ops && sock->ops->release) {		/* a socket of another family */
		(void)sock->ops->release(sock);
		return;
	}
	unoops_free(sock->sk);
	sock->sk = NULL;		/* inet_release(): who still has the socket finds that it has none */
	unoops_free(sock);
}

int kernel_bind(struct socket *sock, struct sockaddr *addr, int len) { unoops_look_at(sock->state); return unoops_fault("kernel_bind") ? -EADDRINUSE : 0; }
int kernel_listen(struct socket *sock, int backlog) { unoops_look_at(sock->state); return unoops_fault("kernel_listen") ? -EADDRINUSE : 0; }
int kernel_setsockopt(struct socket *sock, int level, int name, char *val, unsigned int len) { unoops_look_at(sock->state); return 0; }
int sock_setsockopt(struct socket *sock, int level, int name, char *val, unsigned int len) { unoops_look_at(sock->state); return 0; }
int kernel_getsockname(struct socket *sock, struct sockaddr *addr) { unoops_look_at(sock->state); return sizeof(struct sockaddr_in); }
int kernel_getpeername(struct socket *sock, struct sockaddr *addr) { unoops_look_at(sock->state); return sizeof(struct sockaddr_in); }

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

int kernel_accept(struct socket *sock, struct socket **newsock, int flags)
{
	int ret = wait_for_peer(sock, flags);

	if (ret <= 0)
		return ret ? ret : -EINVAL;
	*newsock = new_socket(sock->type);
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

__be32 in_aton(const char *str) { return htonl(INADDR_LOOPBACK); }
