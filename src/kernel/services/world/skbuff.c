/* SPDX-License-Identifier: MIT */
/* net/core/skbuff.c, net/netlink/af_netlink.c, net/netfilter/core.c; 4.4 ... 7.2. */
#include <linux/netlink.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/netfilter.h>
#include <linux/slab.h>
#include "happening.h"

struct sk_buff *alloc_skb(unsigned int size, gfp_t gfp)
{
	struct sk_buff *skb;

	if (gfpflags_allow_blocking(gfp))
		unoops_check_may_sleep("alloc_skb(GFP_KERNEL) in atomic context");
	if (unoops_fault("alloc_skb"))
		return NULL;
	skb = unoops_alloc(sizeof(*skb), "sk_buff");
	skb->head = skb->data = skb->tail = unoops_alloc(size ? size : 1, "skb data");
	skb->end = skb->head + size;
	return skb;
}
void kfree_skb(struct sk_buff *skb)
{
	if (!skb)
		return;
	unoops_free(skb->head);
	unoops_free(skb);
}
void *skb_put(struct sk_buff *skb, unsigned int len)
{
	void *p = skb->tail;

	skb->tail += len;
	skb->len += len;
	if (skb->tail > skb->end)
		unoops_trap(UNOOPS_BUG, skb, "skb_put() past the end of the buffer");
	return p;
}
void *skb_push(struct sk_buff *skb, unsigned int len)
{
	skb->data -= len;
	skb->len += len;
	if (skb->data < skb->head)
		unoops_trap(UNOOPS_BUG, skb, "skb_push() before the start of the buffer");
	return skb->data;
}
void *skb_pull(struct sk_buff *skb, unsigned int len)
{
	if (len > skb->len)
		return NULL;
	skb->len -= len;
	return skb->data += len;
}

void skb_queue_tail(struct sk_buff_head *list, struct sk_buff *skb)
{
	unsigned long flags;

	spin_lock_irqsave(&list->lock, flags);
	skb->next = (struct sk_buff *)list;
	skb->prev = list->prev;
	list->prev->next = skb;
	list->prev = skb;
	list->qlen++;
	spin_unlock_irqrestore(&list->lock, flags);
}
struct sk_buff *skb_dequeue(struct sk_buff_head *list)
{
	struct sk_buff *skb;
	unsigned long flags;

	spin_lock_irqsave(&list->lock, flags);
	skb = list->next == (struct sk_buff *)list ? NULL : list->next;
	if (skb) {
		list->next = skb->next;
		skb->next->prev = (struct sk_buff *)list;
		skb->next = skb->prev = NULL;
		list->qlen--;
	}
	spin_unlock_irqrestore(&list->lock, flags);
	return skb;
}
void skb_queue_purge(struct sk_buff_head *list)
{
	struct sk_buff *skb;

	while ((skb = skb_dequeue(list)))
		kfree_skb(skb);
}

/* --- netlink ---------------------------------------------------------------------------- */

struct nlmsghdr *nlmsg_put(struct sk_buff *skb, u32 portid, u32 seq, int type, int payload, int flags)
{
	struct nlmsghdr *nlh = skb_put(skb, NLMSG_SPACE(payload));

	*nlh = (struct nlmsghdr){ NLMSG_LENGTH(payload), type, flags, seq, portid };
	return nlh;
}

/* A process may send one message while the socket is there. */
struct netlink_input {
	struct happening message;
	struct socket socket;
	struct sock sk;
	void (*input)(struct sk_buff *skb);
	unsigned int active;
	bool gone;
};

static void netlink_rcv(struct happening *h)
{
	struct netlink_input *in = (struct netlink_input *)h;
	struct task_struct *tsk = unoops_enter_process("user");
	struct sk_buff *skb;
	struct nlmsghdr *nlh;

	if (!in->gone && (skb = alloc_skb(NLMSG_SPACE(16), GFP_KERNEL))) {
		in->active = 1;
		nlh = nlmsg_put(skb, 1, 0, 0, 16, 0);
		((char *)NLMSG_DATA(nlh))[0] = '1';
		NETLINK_CB(skb).portid = 1;
		in->input(skb);
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
	in = unoops_new_happening(sizeof(*in), netlink_rcv, "user", !!unoops_users());
	in->socket.ops = &netlink_ops;
	in->socket.sk = &in->sk;
	in->sk.sk_socket = &in->socket;
	in->input = cfg ? cfg->input : NULL;
	if (unoops_users())
		unoops_assume("one netlink message is sent to the module, with the text 1");
	if (in->input)
		unoops_expect(&in->message);
	return &in->sk;
}
void netlink_kernel_release(struct sock *sk)
{
	if (sk && sk->sk_socket)
		sock_release(sk->sk_socket);
}
int netlink_unicast(struct sock *sk, struct sk_buff *skb, u32 portid, int nonblock)
{
	int len = skb->len;

	(void)sk->sk_state;
	kfree_skb(skb);
	return len;
}
int nlmsg_unicast(struct sock *sk, struct sk_buff *skb, u32 portid) { return netlink_unicast(sk, skb, portid, 1) > 0 ? 0 : -EAGAIN; }
int netlink_broadcast(struct sock *sk, struct sk_buff *skb, u32 portid, u32 group, gfp_t gfp) { return nlmsg_unicast(sk, skb, portid); }

/* --- netfilter -------------------------------------------------------------------------- */

struct nf_hook_entry {
	struct happening packet;
	struct list_head entry;
	const struct nf_hook_ops *ops;
};
static LIST_HEAD(nf_hook_entries);

/* The header of a packet of one of the protocols that people look for, with a header of zeros behind it. */
static void fill_packet(struct sk_buff *skb)
{
	static const u8 protocols[] = { IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMP };
	struct iphdr *iph = memset(skb_put(skb, 64), 0, 64);

	iph->version = 4;
	iph->ihl = 5;
	iph->tot_len = htons(64);
	iph->protocol = protocols[unoops_choose(ARRAY_SIZE(protocols), "a packet of another protocol")];
	skb->protocol = htons(ETH_P_IP);
	skb->transport_header = 20;
	skb->dev = &loopback;
}

/* A packet comes by in a softirq, under rcu_read_lock(). */
static void nf_hook_slow(struct happening *h)
{
	const struct nf_hook_ops *ops = ((struct nf_hook_entry *)h)->ops;
	struct nf_hook_state state = { .hook = ops->hooknum, .pf = ops->pf, .net = &init_net,
					.in = ops->hooknum <= NF_INET_FORWARD ? &loopback : NULL,
					.out = ops->hooknum >= NF_INET_FORWARD ? &loopback : NULL };
	struct task_struct *tsk = unoops_enter_hardirq();
	struct sk_buff *skb = alloc_skb(64, GFP_ATOMIC);

	tsk->preempt_count = SOFTIRQ_OFFSET;
	tsk->irqs_off = 0;
	if (skb) {
		fill_packet(skb);
		rcu_read_lock();
		if (ops->hook(ops->priv, skb, &state) != NF_STOLEN)
			kfree_skb(skb);
		rcu_read_unlock();
	}
	if (tsk->preempt_count == SOFTIRQ_OFFSET)
		tsk->preempt_count = HARDIRQ_OFFSET;
	unoops_leave_hardirq(tsk, "a netfilter hook returns while a lock is held");
}

int nf_register_net_hook(struct net *net, const struct nf_hook_ops *ops)
{
	struct nf_hook_entry *entry;

	unoops_check_may_sleep("a netfilter hook is registered in atomic context");
	if (unoops_fault("nf_register_net_hook"))
		return -ENOMEM;
	unoops_assume("one packet comes by a netfilter hook: TCP, UDP or ICMP, otherwise of zeros");
	entry = unoops_new_happening(sizeof(*entry), nf_hook_slow, "packet", 1);
	entry->ops = ops;
	list_add_tail(&entry->entry, &nf_hook_entries);
	unoops_expect(&entry->packet);
	return 0;
}
void nf_unregister_net_hook(struct net *net, const struct nf_hook_ops *ops)
{
	struct nf_hook_entry *entry;

	unoops_check_may_sleep("a netfilter hook is unregistered in atomic context");
	list_for_each_entry(entry, &nf_hook_entries, entry)
		if (entry->ops == ops) {
			list_del(&entry->entry);
			unoops_call_off(&entry->packet, true);
			return;
		}
}
void nf_unregister_net_hooks(struct net *net, const struct nf_hook_ops *ops, unsigned int n)
{
	while (n-- > 0)
		nf_unregister_net_hook(net, ops + n);
}
int nf_register_net_hooks(struct net *net, const struct nf_hook_ops *ops, unsigned int n)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < n && !err; i++)
		err = nf_register_net_hook(net, ops + i);
	if (err)
		nf_unregister_net_hooks(net, ops, i - 1);
	return err;
}
#if !UNOOPS_SINCE(4, 13)
int nf_register_hook(struct nf_hook_ops *ops) { return nf_register_net_hook(&init_net, ops); }
void nf_unregister_hook(struct nf_hook_ops *ops) { nf_unregister_net_hook(&init_net, ops); }
#endif
