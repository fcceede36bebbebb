/* SPDX-License-Identifier: MIT */
/*
 * net/core/dev.c, net/ethernet/eth.c; 4.4 ... 7.2. While a network device is registered, a process may set it up, a packet goes out by it while
 * its queue runs, its counters are read, and the process may set it down.
 */
#include <linux/etherdevice.h>
#include <linux/fddidevice.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include "packet.h"

static DEFINE_MUTEX(rtnl_mutex);
void rtnl_lock(void) { mutex_lock(&rtnl_mutex); }
void rtnl_unlock(void) { mutex_unlock(&rtnl_mutex); }
int rtnl_trylock(void) { return mutex_trylock(&rtnl_mutex); }

struct registered_netdev {
	struct happening session;
	struct list_head entry;
	struct net_device *dev;
	unsigned int active;
	bool gone;
};
static LIST_HEAD(registered_netdevs);

/* dev_open(), __dev_open(): nothing is done where it is up already. */
static int open_netdev(struct net_device *dev)
{
	int err;

	if (dev->flags & IFF_UP)
		return 0;
	err = dev->netdev_ops->ndo_open ? dev->netdev_ops->ndo_open(dev) : 0;
	if (!err)
		dev->flags |= IFF_UP | IFF_RUNNING;
	return err;
}

/* __dev_close_many(): nobody sends any more when ndo_stop() is called. */
static void close_netdev(struct net_device *dev)
{
	if (!(dev->flags & IFF_UP))
		return;
	dev->flags &= ~(IFF_UP | IFF_RUNNING);
	synchronize_rcu();
	if (dev->netdev_ops->ndo_stop)
		dev->netdev_ops->ndo_stop(dev);
}

/* __dev_queue_xmit(), under rcu_read_lock_bh(). What is sent is the driver's, unless it is busy. */
static void send_packet(struct net_device *dev)
{
	struct sk_buff *skb = alloc_skb(dev->hard_header_len + 64, GFP_KERNEL);

	if (!skb)
		return;
	memset(skb_put(skb, dev->hard_header_len + 64), 0, dev->hard_header_len + 64);
	skb->dev = dev;
	skb->network_header = dev->hard_header_len;
	skb->transport_header = dev->hard_header_len + 20;
	local_bh_disable();
	rcu_read_lock();
	if (!(dev->flags & IFF_UP) || dev->unoops_stopped || !dev->netdev_ops->ndo_start_xmit ||
	    dev->netdev_ops->ndo_start_xmit(skb, dev) == NETDEV_TX_BUSY)
		kfree_skb(skb);
	rcu_read_unlock();
	local_bh_enable();
}

static void read_counters(struct net_device *dev)
{
	struct rtnl_link_stats64 storage = { 0 };

	if (dev->netdev_ops->ndo_get_stats64)
		dev->netdev_ops->ndo_get_stats64(dev, &storage);
	else if (dev->netdev_ops->ndo_get_stats)
		unoops_look_at(dev->netdev_ops->ndo_get_stats(dev)->tx_packets);
}

static void use_netdev(struct happening *h)
{
	struct registered_netdev *rn = (struct registered_netdev *)h;
	struct task_struct *tsk = unoops_enter_process("user");
	bool up = false;

	rtnl_lock();
	if (!rn->gone) {
		rn->active++;
		unoops_tellf("ip link set %s up", rn->dev->name);
		up = !open_netdev(rn->dev);
	}
	rtnl_unlock();
	if (up) {
		send_packet(rn->dev);
		rtnl_lock();
		if (!rn->gone) {
			read_counters(rn->dev);
			if (unoops_choose(2, "")) {
				unoops_tellf("ip link set %s down", rn->dev->name);
				close_netdev(rn->dev);
			}
		}
		rtnl_unlock();
	}
	rn->active = 0;
	unoops_leave_process(tsk);
}

struct net_device *alloc_netdev_mqs(int size, const char *name, unsigned char how, void (*setup)(struct net_device *dev), unsigned int txqs, unsigned int rxqs)
{
	struct net_device *dev;

	unoops_check_may_sleep("a network device is made in atomic context");
	if (unoops_fault("alloc_netdev"))
		return NULL;
	dev = unoops_alloc(sizeof(*dev), "net_device");
	if (size)
		dev->unoops_private = unoops_alloc(size, "net_device");
	dev->mtu = 1500;
	snprintf(dev->name, sizeof(dev->name), name, 0);
	device_initialize(&dev->dev);
	dev->dev.kobj.name = dev->name;
	setup(dev);
	return dev;
}
void free_netdev(struct net_device *dev)
{
	if (!dev)
		return;
	if (dev->unoops_private)
		unoops_free(dev->unoops_private);
	unoops_free(dev);
}

int register_netdevice(struct net_device *dev)
{
	struct registered_netdev *rn;
	int err = dev->netdev_ops && dev->netdev_ops->ndo_init ? dev->netdev_ops->ndo_init(dev) : 0;

	if (err)
		return err;
	dev->ifindex = 2;
	rn = unoops_new_happening(sizeof(*rn), use_netdev, "user",
				  dev->netdev_ops ? unoops_times_by_users("a network device is set up, a packet is sent by it, and its counters are read") : 0);
	rn->dev = dev;
	list_add_tail(&rn->entry, &registered_netdevs);
	unoops_expect(&rn->session);
	return 0;
}
int register_netdev(struct net_device *dev)
{
	int err;

	if (unoops_fault("register_netdev"))
		return -ENOMEM;
	rtnl_lock();
	err = register_netdevice(dev);
	rtnl_unlock();
	return err;
}

/* netdev_run_todo() waits until nobody holds the device. */
static void run_todo(struct registered_netdev *rn)
{
	struct net_device *dev = rn->dev;

	unoops_block(&rn->active, ~0u, 0);
	unoops_call_off(&rn->session, true);
#if UNOOPS_SINCE(4, 12)
	if (dev->priv_destructor)
		dev->priv_destructor(dev);
	if (dev->needs_free_netdev)
		free_netdev(dev);
#else
	if (dev->destructor)
		dev->destructor(dev);
#endif
}

static struct registered_netdev *take_off(struct net_device *dev)
{
	struct registered_netdev *rn;

	list_for_each_entry(rn, &registered_netdevs, entry)
		if (rn->dev == dev) {
			list_del(&rn->entry);
			rn->gone = true;
			close_netdev(dev);
			synchronize_rcu();
			if (dev->netdev_ops && dev->netdev_ops->ndo_uninit)
				dev->netdev_ops->ndo_uninit(dev);
			return rn;
		}
	unoops_trap(UNOOPS_BUG, dev, "a network device is unregistered that is not registered");
	return NULL;
}
void unregister_netdev(struct net_device *dev)
{
	struct registered_netdev *rn;

	rtnl_lock();
	rn = take_off(dev);
	rtnl_unlock();
	if (rn)
		run_todo(rn);
}
/* Under rtnl_lock(), whose end waits for those who hold the device: here it is waited for at once. */
void unregister_netdevice(struct net_device *dev)
{
	struct registered_netdev *rn = take_off(dev);

	rtnl_unlock();
	if (rn)
		run_todo(rn);
	rtnl_lock();
}

int netif_rx(struct sk_buff *skb)
{
	unoops_look_at(skb->dev->flags);
	kfree_skb(skb);
	return NET_RX_SUCCESS;
}
int dev_queue_xmit(struct sk_buff *skb)
{
	unoops_look_at(skb->dev->flags);
	kfree_skb(skb);
	return NET_XMIT_SUCCESS;
}

void ether_setup(struct net_device *dev)
{
	dev->type = 1;
	dev->hard_header_len = ETH_HLEN;
	dev->mtu = 1500;
	dev->addr_len = ETH_ALEN;
	dev->tx_queue_len = 1000;
	dev->flags = IFF_BROADCAST | IFF_MULTICAST;
}
__be16 eth_type_trans(struct sk_buff *skb, struct net_device *dev)
{
	skb->dev = dev;
	skb_reset_mac_header(skb);
	skb_pull(skb, ETH_HLEN);
	return htons(ETH_P_IP);
}
int eth_mac_addr(struct net_device *dev, void *p) { return 0; }
int eth_validate_addr(struct net_device *dev) { return is_valid_ether_addr(dev->dev_addr) ? 0 : -EADDRNOTAVAIL; }

static void fddi_setup(struct net_device *dev)
{
	dev->type = 774;
	dev->hard_header_len = 24;
	dev->mtu = 4470;
	dev->addr_len = FDDI_K_ALEN;
	dev->tx_queue_len = 100;
	dev->flags = IFF_BROADCAST | IFF_MULTICAST;
}
struct net_device *alloc_fddidev(int size) { return alloc_netdev(size, "fddi%d", NET_NAME_UNKNOWN, fddi_setup); }
__be16 fddi_type_trans(struct sk_buff *skb, struct net_device *dev)
{
	skb->dev = dev;
	skb_reset_mac_header(skb);
	return htons(ETH_P_IP);
}
