/* SPDX-License-Identifier: MIT */
/* net/netlink/af_netlink.c; 4.4 ... 7.2. */
#include <linux/netlink.h>
#include <linux/slab.h>
#include "happening.h"

struct nlmsghdr *nlmsg_put(struct sk_buff *skb, u32 portid, u32 seq, int type, int payload, int flags)
{
	struct nlmsghdr *nlh = skb_put(skb, NLMSG_SPACE(payload));

	*nlh = (struct nlmsghdr){ NLMSG_LENGTH(payload), type, flags, seq, portid };
	return nlh;
}

/* Processes may send messages while the socket is there. */
struct netlink_input {
	struct happening message;
	struct socket socket;
	struct sock sk;
	void (*input)(struct sk_buff *skb);
	unsigned int active;
	bool gone;
};

/* netlink_sendmsg() looks at nothing of what it copies: neither need text end, nor the header be true, nor the message be short. */
static const struct {
	const char *what;
	unsigned int sent, said, text;
} messages[] = {
	{ "a message: 1", 16, 16, 1 },
	{ "a message of 16 characters, without a NUL", 16, 16, 16 },
	{ "a message of 4096 characters, without a NUL", 4096, 4096, 4096 },
	{ "a message of 16 bytes whose header says 4096", 16, 4096, 1 },
};

static struct sk_buff *new_message(int type, unsigned int size)
{
	struct sk_buff *skb = alloc_skb(NLMSG_SPACE(size), GFP_KERNEL);

	if (!skb)
		return NULL;
	nlmsg_put(skb, 1, 0, type, size, NLM_F_REQUEST);
	NETLINK_CB(skb).portid = 1;
	return skb;
}

static struct sk_buff *a_text(int which)
{
	int i, size = unoops_text(which, -1);
	struct sk_buff *skb = new_message(NLMSG_MIN_TYPE, size + 1);
	char *to = skb ? NLMSG_DATA(nlmsg_hdr(skb)) : NULL;

	if (!to)
		return NULL;
	for (i = 0; i < size; i++)
		to[i] = unoops_text(which, i);
	to[size] = 0;
	unoops_tellf("sends a message: %s", to);
	return skb;
}

static struct sk_buff *a_message_of(int type)
{
	struct sk_buff *skb = new_message(type, 16);

	if (!skb)
		return NULL;
	((char *)NLMSG_DATA(nlmsg_hdr(skb)))[0] = '1';
	unoops_tellf("sends a message of type %d", type);
	return skb;
}

/* Messages that any function may get, the texts that the module tells apart, and the types that the function compares with. */
static struct sk_buff *a_message(const void *input)
{
	unsigned int texts = unoops_text(-1, 0), types = unoops_constants(input, -1);
	unsigned int picked = unoops_choose(ARRAY_SIZE(messages) + texts + types, "");
	struct sk_buff *skb;

	if (picked >= ARRAY_SIZE(messages) + texts)
		return a_message_of(unoops_constants(input, picked - ARRAY_SIZE(messages) - texts));
	if (picked >= ARRAY_SIZE(messages))
		return a_text(picked - ARRAY_SIZE(messages));
	skb = new_message(NLMSG_MIN_TYPE, messages[picked].sent);
	if (!skb)
		return NULL;
	unoops_tellf("sends %s", messages[picked].what);
	nlmsg_hdr(skb)->nlmsg_len = NLMSG_LENGTH(messages[picked].said);
	memset(NLMSG_DATA(nlmsg_hdr(skb)), '1', messages[picked].text);
	return skb;
}

static void netlink_rcv(struct happening *h)
{
	struct netlink_input *in = (struct netlink_input *)h;
	struct task_struct *tsk = unoops_enter_process("user");
	struct sk_buff *skb;

	if (!in->gone && (skb = a_message(in->input))) {
		in->active = 1;
		skb->sk = &in->sk;
		(void)unoops_call_fn(in->input, skb);
		kfree_skb(skb);
		in->active = 0;
	}
	unoops_leave_process(tsk);
}

/* Waits for the message that is being handled. */
static int netlink_release(struct socket *sock)
{
	struct netlink_input *in = container_of(sock, struct netlink_input, socket);

	in->gone = true;
	unoops_block(&in->active, ~0u, 0);
	unoops_call_off(&in->message, false);
	return 0;
}
static const struct proto_ops netlink_ops = { .release = netlink_release };

struct sock *netlink_kernel_create(struct net *net, int unit, struct netlink_kernel_cfg *cfg)
{
	struct netlink_input *in;

	unoops_check_may_sleep("netlink_kernel_create() in atomic context");
	if (unoops_fault("netlink_kernel_create"))
		return NULL;
	in = unoops_new_happening(sizeof(*in), netlink_rcv, "user",
				  unoops_times_by_users("a netlink message is sent to the module, with the text 1, with nothing but 1s up to its end, or with a text or of a type that the module compares with"));
	in->socket.ops = &netlink_ops;
	in->socket.sk = &in->sk;
	in->sk.sk_socket = &in->socket;
	in->input = cfg ? cfg->input : NULL;
	if (in->input)
		unoops_expect(&in->message);
	return &in->sk;
}
void netlink_kernel_release(struct sock *sk)
{
	if (sk && sk->sk_socket)
		sock_release(sk->sk_socket);
}

/* Who sent a message may be gone before it is answered. */
int netlink_unicast(struct sock *sk, struct sk_buff *skb, u32 portid, int nonblock)
{
	int len = skb->len;

	unoops_look_at(sk->sk_state);
	kfree_skb(skb);
	return unoops_choose(2, "nobody listens any more") ? -ECONNREFUSED : len;
}
int nlmsg_unicast(struct sock *sk, struct sk_buff *skb, u32 portid)
{
	int err = netlink_unicast(sk, skb, portid, 1);

	return err > 0 ? 0 : err;
}
int netlink_broadcast(struct sock *sk, struct sk_buff *skb, u32 portid, u32 group, gfp_t gfp)
{
	unoops_look_at(sk->sk_state);
	kfree_skb(skb);
	return unoops_choose(2, "nobody listens") ? -ESRCH : 0;
}

static void netlink_ack(struct sk_buff *skb, const struct nlmsghdr *nlh, int err) { }

int netlink_rcv_skb(struct sk_buff *skb, unoops_netlink_cb *cb)
{
	while (skb->len >= NLMSG_HDRLEN) {
		struct nlmsghdr *nlh = nlmsg_hdr(skb);
		unsigned int len;
		int err = 0;

		if (nlh->nlmsg_len < NLMSG_HDRLEN || skb->len < nlh->nlmsg_len)
			return 0;
		if ((nlh->nlmsg_flags & NLM_F_REQUEST) && nlh->nlmsg_type >= NLMSG_MIN_TYPE) {
#if UNOOPS_SINCE(4, 12)
			struct netlink_ext_ack extack = { 0 };

			err = cb(skb, nlh, &extack);
#else
			err = cb(skb, nlh);
#endif
		}
		if (err != -EINTR && ((nlh->nlmsg_flags & NLM_F_ACK) || err))
			netlink_ack(skb, nlh, err);
		len = NLMSG_ALIGN(nlh->nlmsg_len);
		skb_pull(skb, len < skb->len ? len : skb->len);
	}
	return 0;
}
