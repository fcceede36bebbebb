/* SPDX-License-Identifier: MIT */
/*
 * net/core/dev.c: __netif_receive_skb_core(), netdev_rx_handler_register(), _unregister(); 4.4 ... 7.2. A device has one handler at most,
 * which sees its packets in a softirq before anybody else does, until _unregister() has waited for those under way.
 */
#include <linux/if_ether.h>
#include "packet.h"

struct rx_handler {
	struct happening packet;
	struct net_device *dev;
};

/* What the handler does not keep is the kernel's, which frees it. */
static void rx_handler_sees(struct happening *h)
{
	struct net_device *dev = ((struct rx_handler *)h)->dev;
	rx_handler_func_t *handler = dev->rx_handler;
	struct task_struct *tsk = unoops_packet_comes();
	struct sk_buff *skb = handler ? unoops_a_packet_for(handler) : NULL;

	if (skb) {
		skb->dev = dev;
		if (unoops_call_fn(handler, &skb) != RX_HANDLER_CONSUMED)
			kfree_skb(skb);
	}
	unoops_packet_is_gone(tsk, "a device's rx_handler returns while a lock is held");
}

int netdev_rx_handler_register(struct net_device *dev, rx_handler_func_t *handler, void *data)
{
	struct rx_handler *rx;

	if (dev->rx_handler)
		return -EBUSY;
	dev->rx_handler_data = data;
	dev->rx_handler = handler;
	rx = unoops_new_happening(sizeof(*rx), rx_handler_sees, "packet",
				  unoops_times("a packet comes to a device with an rx_handler: TCP or UDP to a port that it looks for or to 0, or an ICMP echo; otherwise of zeros"));
	rx->dev = dev;
	dev->unoops_rx = &rx->packet;
	unoops_expect(&rx->packet);
	return 0;
}

void netdev_rx_handler_unregister(struct net_device *dev)
{
	struct happening *packet = dev->unoops_rx;

	/* synchronize_net() */
	unoops_check_may_sleep("netdev_rx_handler_unregister() in atomic context");
	dev->rx_handler = NULL;
	dev->unoops_rx = NULL;
	if (packet)
		unoops_call_off(packet, true);
	dev->rx_handler_data = NULL;
}
