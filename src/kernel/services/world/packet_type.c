/* SPDX-License-Identifier: MIT */
/*
 * net/core/dev.c: deliver_skb(), dev_add_pack(); 4.4 ... 7.2. Who asked for a protocol is given packets of it from a softirq, until
 * dev_remove_pack() has waited for those under way.
 */
#include <linux/etherdevice.h>
#include <linux/if_ether.h>
#include <linux/slab.h>
#include "packet.h"

struct packet_listener {
	struct happening packet;
	struct list_head entry;
	struct packet_type *pt;
};
static LIST_HEAD(packet_listeners);

/* Zeros where it is no protocol that the function may look into. */
static struct sk_buff *a_packet_of(struct packet_type *pt)
{
	struct sk_buff *skb;

	if (pt->type == htons(ETH_P_IP) || pt->type == htons(ETH_P_ALL))
		return unoops_a_packet_for(pt->func);
	skb = alloc_skb(ETH_HLEN + 64, GFP_ATOMIC);
	if (!skb)
		return NULL;
	memset(skb_put(skb, ETH_HLEN + 64), 0, ETH_HLEN + 64);
	skb_reset_mac_header(skb);
	eth_hdr(skb)->h_proto = skb->protocol = pt->type;
	skb_pull(skb, ETH_HLEN);
	skb_reset_network_header(skb);
	skb->dev = &unoops_loopback;
	return skb;
}

/* The packet is the function's, which frees it. */
static void deliver_skb(struct happening *h)
{
	struct packet_type *pt = ((struct packet_listener *)h)->pt;
	struct task_struct *tsk = unoops_packet_comes();
	struct sk_buff *skb = a_packet_of(pt);

	if (skb)
		(void)unoops_call_fn(pt->func, skb, skb->dev, pt, skb->dev);
	unoops_packet_is_gone(tsk, "a packet_type's function returns while a lock is held");
}

void dev_add_pack(struct packet_type *pt)
{
	struct packet_listener *l = unoops_new_happening(sizeof(*l), deliver_skb, "packet",
							 unoops_times("a packet of the protocol that a packet_type names comes: its bytes are zeros"));

	l->pt = pt;
	list_add_tail(&l->entry, &packet_listeners);
	unoops_expect(&l->packet);
}

static void remove_pack(struct packet_type *pt, bool wait)
{
	struct packet_listener *l;

	list_for_each_entry(l, &packet_listeners, entry)
		if (l->pt == pt) {
			list_del(&l->entry);
			unoops_call_off(&l->packet, wait);
			return;
		}
}
void __dev_remove_pack(struct packet_type *pt) { remove_pack(pt, false); }
void dev_remove_pack(struct packet_type *pt)
{
	unoops_check_may_sleep("dev_remove_pack() in atomic context");
	remove_pack(pt, true);
}
