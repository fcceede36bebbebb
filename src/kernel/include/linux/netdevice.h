/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NETDEVICE_H
#define _LINUX_NETDEVICE_H

#include <linux/timer.h>
#include <linux/delay.h>
#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/workqueue.h>
#include <linux/device.h>
#include <linux/skbuff.h>
#include <linux/interrupt.h>
#include <linux/if_ether.h>
#include <linux/notifier.h>
#include <net/net_namespace.h>

#define IFNAMSIZ	16
#define NETDEV_UP		0x0001
#define NETDEV_DOWN		0x0002
#define NETDEV_REBOOT		0x0003
#define NETDEV_CHANGE		0x0004
#define NETDEV_REGISTER		0x0005
#define NETDEV_UNREGISTER	0x0006
#define NETDEV_CHANGEMTU	0x0007
#define NETDEV_CHANGEADDR	0x0008
#define NETDEV_GOING_DOWN	0x0009
#define NETDEV_CHANGENAME	0x000A
#define IFF_UP		(1 << 0)
#define IFF_BROADCAST	(1 << 1)
#define IFF_DEBUG	(1 << 2)
#define IFF_LOOPBACK	(1 << 3)
#define IFF_POINTOPOINT	(1 << 4)
#define IFF_NOTRAILERS	(1 << 5)
#define IFF_RUNNING	(1 << 6)
#define IFF_NOARP	(1 << 7)
#define IFF_PROMISC	(1 << 8)
#define IFF_ALLMULTI	(1 << 9)
#define IFF_MASTER	(1 << 10)
#define IFF_SLAVE	(1 << 11)
#define IFF_MULTICAST	(1 << 12)
#define IFF_PORTSEL	(1 << 13)
#define IFF_AUTOMEDIA	(1 << 14)
#define IFF_DYNAMIC	(1 << 15)
#define NETDEV_ALIGN	32
typedef enum netdev_tx { NETDEV_TX_OK = 0, NETDEV_TX_BUSY = 0x10 } netdev_tx_t;
struct net_device_stats { unsigned long rx_packets, tx_packets, rx_bytes, tx_bytes, rx_errors, tx_errors, rx_dropped, tx_dropped; };
struct net_device;
struct net_device_ops {
	int (*ndo_init)(struct net_device *dev);
	void (*ndo_uninit)(struct net_device *dev);
	int (*ndo_open)(struct net_device *dev);
	int (*ndo_stop)(struct net_device *dev);
	netdev_tx_t (*ndo_start_xmit)(struct sk_buff *skb, struct net_device *dev);
	int (*ndo_set_mac_address)(struct net_device *dev, void *addr);
	struct net_device_stats *(*ndo_get_stats)(struct net_device *dev);
};
struct net_device {
	char name[IFNAMSIZ];
	unsigned int flags, mtu;
	int ifindex;
	unsigned char dev_addr[32], addr_len;
	const struct net_device_ops *netdev_ops;
	struct net_device_stats stats;
	struct device dev;
	void (*destructor)(struct net_device *dev);
	bool needs_free_netdev;
	void *unoops_private;
};
struct netdev_notifier_info { struct net_device *dev; };
static __always_inline struct net_device *netdev_notifier_info_to_dev(const struct netdev_notifier_info *info) { return info->dev; }
static __always_inline void *netdev_priv(const struct net_device *dev) { return dev->unoops_private; }
static __always_inline const char *netdev_name(const struct net_device *dev) { return dev->name; }
/* net/core/dev.c; 4.4 ... 7.2. */
int register_netdevice_notifier(struct notifier_block *nb);
int unregister_netdevice_notifier(struct notifier_block *nb);
struct net_device *dev_get_by_name(struct net *net, const char *name);
void dev_put(struct net_device *dev);
#define netdev_info(dev, fmt, ...)	printk(KERN_INFO "%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netdev_err(dev, fmt, ...)	printk(KERN_ERR "%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netdev_warn(dev, fmt, ...)	printk(KERN_WARNING "%s: " fmt, (dev)->name, ##__VA_ARGS__)

#endif
