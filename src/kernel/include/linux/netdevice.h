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
#include <linux/if.h>
#include <linux/if_ether.h>
#include <linux/notifier.h>
#include <net/net_namespace.h>

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
#define NETDEV_ALIGN	32
#define IFF_NO_QUEUE	(1 << 21)
#define NET_RX_SUCCESS	0
#define NET_RX_DROP	1
#define NET_XMIT_SUCCESS 0
#define NET_XMIT_DROP	1
#define NETIF_F_SG		(1u << 0)
#define NETIF_F_IP_CSUM		(1u << 1)
#define NETIF_F_HW_CSUM		(1u << 3)
#define NETIF_F_HIGHDMA		(1u << 5)
#define LL_MAX_HEADER		128
#define MAX_HEADER		(LL_MAX_HEADER + 48)
#define MAX_ADDR_LEN		32
#define NET_NAME_UNKNOWN	0
#define NET_NAME_ENUM		1
#define NET_NAME_PREDICTABLE	2
#define NET_NAME_USER		3
typedef u64 netdev_features_t;
typedef enum netdev_tx { NETDEV_TX_OK = 0, NETDEV_TX_BUSY = 0x10 } netdev_tx_t;
struct net_device_stats {
	unsigned long rx_packets, tx_packets, rx_bytes, tx_bytes, rx_errors, tx_errors, rx_dropped, tx_dropped, multicast, collisions;
	unsigned long rx_length_errors, rx_over_errors, rx_crc_errors, rx_frame_errors, rx_fifo_errors, rx_missed_errors;
	unsigned long tx_aborted_errors, tx_carrier_errors, tx_fifo_errors, tx_heartbeat_errors, tx_window_errors;
};
struct rtnl_link_stats64 { u64 rx_packets, tx_packets, rx_bytes, tx_bytes, rx_errors, tx_errors, rx_dropped, tx_dropped, multicast, collisions; };
struct net_device;
struct neighbour;
struct header_ops {
	int (*create)(struct sk_buff *skb, struct net_device *dev, unsigned short type, const void *daddr, const void *saddr, unsigned int len);
	int (*parse)(const struct sk_buff *skb, unsigned char *haddr);
};
struct packet_type {
	__be16 type;
	bool ignore_outgoing;
	struct net_device *dev;
	int (*func)(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt, struct net_device *orig_dev);
	void (*list_func)(struct list_head *head, struct packet_type *pt, struct net_device *orig_dev);
	bool (*id_match)(struct packet_type *ptype, struct sock *sk);
	struct net *af_packet_net;
	void *af_packet_priv;
	struct list_head list;
};
void dev_add_pack(struct packet_type *pt);
void dev_remove_pack(struct packet_type *pt);
void __dev_remove_pack(struct packet_type *pt);
struct net_device_ops {
	int (*ndo_init)(struct net_device *dev);
	void (*ndo_uninit)(struct net_device *dev);
	int (*ndo_open)(struct net_device *dev);
	int (*ndo_stop)(struct net_device *dev);
	netdev_tx_t (*ndo_start_xmit)(struct sk_buff *skb, struct net_device *dev);
	void (*ndo_set_rx_mode)(struct net_device *dev);
	int (*ndo_set_mac_address)(struct net_device *dev, void *addr);
	int (*ndo_validate_addr)(struct net_device *dev);
	int (*ndo_do_ioctl)(struct net_device *dev, struct ifreq *ifr, int cmd);
	int (*ndo_set_config)(struct net_device *dev, struct ifmap *map);
	int (*ndo_change_mtu)(struct net_device *dev, int new_mtu);
#if UNOOPS_SINCE(5, 6)
	void (*ndo_tx_timeout)(struct net_device *dev, unsigned int txqueue);
#else
	void (*ndo_tx_timeout)(struct net_device *dev);
#endif
#if UNOOPS_SINCE(4, 11)
	void (*ndo_get_stats64)(struct net_device *dev, struct rtnl_link_stats64 *storage);
#else
	struct rtnl_link_stats64 *(*ndo_get_stats64)(struct net_device *dev, struct rtnl_link_stats64 *storage);
#endif
	struct net_device_stats *(*ndo_get_stats)(struct net_device *dev);
};
struct ethtool_ops;
/* net/core/dev.c; 4.4 ... 7.2. What a device's handler says of a packet. */
enum rx_handler_result { RX_HANDLER_CONSUMED, RX_HANDLER_ANOTHER, RX_HANDLER_EXACT, RX_HANDLER_PASS };
typedef enum rx_handler_result rx_handler_result_t;
typedef rx_handler_result_t rx_handler_func_t(struct sk_buff **pskb);
struct net_device {
	char name[IFNAMSIZ];
	unsigned long mem_end, mem_start, base_addr;
	int irq;
	unsigned int flags, priv_flags, mtu, min_mtu, max_mtu, tx_queue_len;
	int ifindex, watchdog_timeo;
	unsigned short type, hard_header_len, gflags;
	unsigned char dev_addr[MAX_ADDR_LEN], perm_addr[MAX_ADDR_LEN], broadcast[MAX_ADDR_LEN], addr_len, addr_assign_type, dma, if_port;
	netdev_features_t features, hw_features;
	const struct net_device_ops *netdev_ops;
	const struct ethtool_ops *ethtool_ops;
	const struct header_ops *header_ops;
	struct net_device_stats stats;
	struct device dev;
	unsigned long trans_start, last_rx;
	void *ml_priv;
	rx_handler_func_t *rx_handler;
	void *rx_handler_data;
#if UNOOPS_SINCE(4, 12)
	void (*priv_destructor)(struct net_device *dev);
	bool needs_free_netdev;
#else
	void (*destructor)(struct net_device *dev);
#endif
	bool unoops_stopped, unoops_carrier;
	void *unoops_private;
	struct happening *unoops_rx;
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
#define dev_get_by_index(net, i)	dev_get_by_name(net, "")
#define __dev_get_by_name		dev_get_by_name
#define __dev_get_by_index		dev_get_by_index
#define dev_get_by_name_rcu		dev_get_by_name
#define dev_get_by_index_rcu		dev_get_by_index
int netdev_rx_handler_register(struct net_device *dev, rx_handler_func_t *handler, void *data);
void netdev_rx_handler_unregister(struct net_device *dev);
struct net_device *alloc_netdev_mqs(int size, const char *name, unsigned char how, void (*setup)(struct net_device *dev), unsigned int txqs, unsigned int rxqs);
#define alloc_netdev(size, name, how, setup)	alloc_netdev_mqs(size, name, how, setup, 1, 1)
#define alloc_netdev_mq(size, name, how, setup, n) alloc_netdev_mqs(size, name, how, setup, n, n)
void free_netdev(struct net_device *dev);
int register_netdev(struct net_device *dev);
int register_netdevice(struct net_device *dev);
void unregister_netdev(struct net_device *dev);
void unregister_netdevice(struct net_device *dev);
int netif_rx(struct sk_buff *skb);
#if !UNOOPS_SINCE(5, 18)
#define netif_rx_ni	netif_rx
#endif
#define netif_receive_skb	netif_rx
int dev_queue_xmit(struct sk_buff *skb);
void rtnl_lock(void);
void rtnl_unlock(void);
int rtnl_trylock(void);
static __always_inline void netif_start_queue(struct net_device *dev) { dev->unoops_stopped = false; }
static __always_inline void netif_stop_queue(struct net_device *dev) { dev->unoops_stopped = true; }
static __always_inline void netif_wake_queue(struct net_device *dev) { dev->unoops_stopped = false; }
static __always_inline bool netif_queue_stopped(const struct net_device *dev) { return dev->unoops_stopped; }
#define netif_tx_start_all_queues	netif_start_queue
#define netif_tx_stop_all_queues	netif_stop_queue
#define netif_tx_disable		netif_stop_queue
static __always_inline bool netif_running(const struct net_device *dev) { return dev->flags & IFF_UP; }
static __always_inline bool netif_device_present(const struct net_device *dev) { return true; }
static __always_inline void netif_device_detach(struct net_device *dev) { dev->unoops_stopped = true; }
static __always_inline void netif_device_attach(struct net_device *dev) { dev->unoops_stopped = false; }
static __always_inline void netif_carrier_on(struct net_device *dev) { dev->unoops_carrier = true; }
static __always_inline void netif_carrier_off(struct net_device *dev) { dev->unoops_carrier = false; }
static __always_inline bool netif_carrier_ok(const struct net_device *dev) { return dev->unoops_carrier; }
static __always_inline void netif_trans_update(struct net_device *dev) { dev->trans_start = jiffies; }
static __always_inline void dev_hold(struct net_device *dev) { (void)dev->flags; }
/* net/core/dev.c: __napi_poll(), napi_disable(); 4.4 ... 7.2. A softirq polls what is scheduled. */
struct napi_struct {
	struct list_head poll_list;
	unsigned long state;
	int weight;
	int (*poll)(struct napi_struct *napi, int budget);
	struct net_device *dev;
};
enum { NAPI_STATE_SCHED, NAPI_STATE_MISSED, NAPI_STATE_DISABLE };
#define NAPI_POLL_WEIGHT	64
void netif_napi_add_weight(struct net_device *dev, struct napi_struct *napi, int (*poll)(struct napi_struct *napi, int budget), int weight);
#if UNOOPS_SINCE(6, 1)
#define netif_napi_add(dev, napi, poll)	netif_napi_add_weight(dev, napi, poll, NAPI_POLL_WEIGHT)
#else
#define netif_napi_add(dev, napi, poll, weight)	netif_napi_add_weight(dev, napi, poll, weight)
#endif
#define netif_tx_napi_add		netif_napi_add
#define netif_napi_add_tx(dev, napi, poll)	netif_napi_add_weight(dev, napi, poll, NAPI_POLL_WEIGHT)
void netif_napi_del(struct napi_struct *napi);
void napi_enable(struct napi_struct *napi);
void napi_disable(struct napi_struct *napi);
bool napi_schedule_prep(struct napi_struct *napi);
void __napi_schedule(struct napi_struct *napi);
bool napi_complete_done(struct napi_struct *napi, int work_done);
static __always_inline bool napi_complete(struct napi_struct *napi) { return napi_complete_done(napi, 0); }
static __always_inline bool napi_schedule(struct napi_struct *napi)
{
	if (!napi_schedule_prep(napi))
		return false;
	__napi_schedule(napi);
	return true;
}
#define __napi_schedule_irqoff	__napi_schedule
#define napi_schedule_irqoff	napi_schedule
void napi_synchronize(const struct napi_struct *napi);
#define napi_gro_receive(napi, skb)	((void)(napi)->dev, netif_rx(skb))
#define napi_alloc_skb(napi, length)	((void)(napi)->dev, alloc_skb(length, GFP_ATOMIC))
#define napi_consume_skb(skb, budget)	((void)(budget), kfree_skb(skb))

#define SET_NETDEV_DEV(net, pdev)	((net)->dev.parent = (pdev))
#define for_each_netdev(net, d)		for ((d) = dev_get_by_name(net, ""); (d); (d) = NULL)
#define for_each_netdev_rcu		for_each_netdev
#define first_net_device(net)		dev_get_by_name(net, "")
#define netdev_info(dev, fmt, ...)	printk(KERN_INFO "%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netdev_err(dev, fmt, ...)	printk(KERN_ERR "%s: " fmt, (dev)->name, ##__VA_ARGS__)
#define netdev_warn(dev, fmt, ...)	printk(KERN_WARNING "%s: " fmt, (dev)->name, ##__VA_ARGS__)

#endif
