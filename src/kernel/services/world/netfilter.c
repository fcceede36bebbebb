/* SPDX-License-Identifier: MIT */
/* net/netfilter/core.c; 4.4 ... 7.2. */
#include <linux/icmp.h>
#include <linux/in.h>
#include <linux/if_ether.h>
#include <linux/netfilter_ipv4.h>
#include <linux/slab.h>
#include "packet.h"

struct nf_hook_entry {
	struct happening packet;
	struct list_head entry;
	const struct nf_hook_ops *ops;
};
static LIST_HEAD(nf_hook_entries);

/* A port that the function compares with, in either byte order, or 0. What is not above 17 is another thing's number: a protocol's, say. */
static __be16 some_port(const void *fn)
{
	unsigned int n = unoops_constants(fn, -1);
	__be16 ports[9] = { 0 };
	unsigned int i, known = 1;

	for (i = 0; i < n && known + 2 <= ARRAY_SIZE(ports); i++) {
		unsigned int c = unoops_constants(fn, i);

		if (c <= IPPROTO_UDP || c > 65535)
			continue;
		ports[known++] = htons(c);
		ports[known++] = c;
	}
	return ports[unoops_choose(known, "a packet to another port")];
}

/* The header of a packet of one of the protocols that people look for, with the header of that, and zeros behind it; before it, what eth_type_trans() has pulled. */
static void fill_packet(struct sk_buff *skb, const void *fn)
{
	static const u8 protocols[] = { IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMP };
	struct iphdr *iph;

	skb_reserve(skb, NET_SKB_PAD);
	memset(skb_put(skb, ETH_HLEN + 64), 0, ETH_HLEN + 64);
	skb_reset_mac_header(skb);
	eth_hdr(skb)->h_proto = htons(ETH_P_IP);
	skb_pull(skb, ETH_HLEN);
	skb_reset_network_header(skb);
	skb_set_transport_header(skb, 20);
	iph = ip_hdr(skb);
	iph->version = 4;
	iph->ihl = 5;
	iph->tot_len = htons(64);
	iph->protocol = protocols[unoops_choose(ARRAY_SIZE(protocols), "a packet of another protocol")];
	skb->protocol = htons(ETH_P_IP);
	skb->dev = &unoops_loopback;
	if (iph->protocol == IPPROTO_TCP)
		tcp_hdr(skb)->dest = some_port(fn);
	else if (iph->protocol == IPPROTO_UDP)
		udp_hdr(skb)->dest = some_port(fn);
	else
		icmp_hdr(skb)->type = ICMP_ECHO;
}

struct sk_buff *unoops_a_packet_for(const void *fn)
{
	struct sk_buff *skb = alloc_skb(NET_SKB_PAD + ETH_HLEN + 64, GFP_ATOMIC);

	if (skb)
		fill_packet(skb, fn);
	return skb;
}

struct task_struct *unoops_packet_comes(void)
{
	struct task_struct *tsk = unoops_enter_hardirq();

	tsk->preempt_count = SOFTIRQ_OFFSET;
	tsk->irqs_off = 0;
	rcu_read_lock();
	return tsk;
}

void unoops_packet_is_gone(struct task_struct *tsk, const char *held)
{
	rcu_read_unlock();
	if (tsk->preempt_count == SOFTIRQ_OFFSET)
		tsk->preempt_count = HARDIRQ_OFFSET;
	unoops_leave_hardirq(tsk, held);
}

static void nf_hook_slow(struct happening *h)
{
	const struct nf_hook_ops *ops = ((struct nf_hook_entry *)h)->ops;
	struct nf_hook_state state = { .hook = ops->hooknum, .pf = ops->pf, .net = &init_net,
					.in = ops->hooknum <= NF_INET_FORWARD ? &unoops_loopback : NULL,
					.out = ops->hooknum >= NF_INET_FORWARD ? &unoops_loopback : NULL };
	struct task_struct *tsk = unoops_packet_comes();
	struct sk_buff *skb = unoops_a_packet_for(ops->hook);

	if (skb && unoops_call_fn(ops->hook, ops->priv, skb, &state) != NF_STOLEN)
		kfree_skb(skb);
	unoops_packet_is_gone(tsk, "a netfilter hook returns while a lock is held");
}

int nf_register_net_hook(struct net *net, const struct nf_hook_ops *ops)
{
	struct nf_hook_entry *entry;

	unoops_check_may_sleep("a netfilter hook is registered in atomic context");
	if (unoops_fault("nf_register_net_hook"))
		return -ENOMEM;
	entry = unoops_new_happening(sizeof(*entry), nf_hook_slow, "packet",
				     unoops_times("a packet comes by a netfilter hook: TCP or UDP to a port that it looks for or to 0, or an ICMP echo; otherwise of zeros"));
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
int nf_register_hooks(struct nf_hook_ops *ops, unsigned int n) { return nf_register_net_hooks(&init_net, ops, n); }
void nf_unregister_hooks(struct nf_hook_ops *ops, unsigned int n) { nf_unregister_net_hooks(&init_net, ops, n); }
#endif
