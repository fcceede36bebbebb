/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ETHERDEVICE_H
#define _LINUX_ETHERDEVICE_H

#include <linux/if_ether.h>
#include <linux/netdevice.h>

/* net/ethernet/eth.c, include/linux/etherdevice.h; 4.4 ... 7.2. */
void ether_setup(struct net_device *dev);
__be16 eth_type_trans(struct sk_buff *skb, struct net_device *dev);
int eth_mac_addr(struct net_device *dev, void *p);
int eth_validate_addr(struct net_device *dev);
#define alloc_etherdev_mqs(size, txqs, rxqs)	alloc_netdev_mqs(size, "eth%d", NET_NAME_ENUM, ether_setup, txqs, rxqs)
#define alloc_etherdev_mq(size, n)		alloc_etherdev_mqs(size, n, n)
#define alloc_etherdev(size)			alloc_etherdev_mq(size, 1)
static __always_inline void eth_hw_addr_set(struct net_device *dev, const u8 *addr) { memcpy(dev->dev_addr, addr, ETH_ALEN); }
static __always_inline void eth_random_addr(u8 *addr) { memset(addr, 2, ETH_ALEN); }
static __always_inline void eth_hw_addr_random(struct net_device *dev) { eth_random_addr(dev->dev_addr); }
static __always_inline void eth_zero_addr(u8 *addr) { memset(addr, 0, ETH_ALEN); }
static __always_inline void eth_broadcast_addr(u8 *addr) { memset(addr, 0xff, ETH_ALEN); }
static __always_inline bool is_zero_ether_addr(const u8 *addr) { return !(addr[0] | addr[1] | addr[2] | addr[3] | addr[4] | addr[5]); }
static __always_inline bool is_multicast_ether_addr(const u8 *addr) { return addr[0] & 1; }
static __always_inline bool is_broadcast_ether_addr(const u8 *addr) { return (addr[0] & addr[1] & addr[2] & addr[3] & addr[4] & addr[5]) == 0xff; }
static __always_inline bool is_valid_ether_addr(const u8 *addr) { return !is_multicast_ether_addr(addr) && !is_zero_ether_addr(addr); }
static __always_inline bool ether_addr_equal(const u8 *a, const u8 *b) { return !memcmp(a, b, ETH_ALEN); }
static __always_inline void ether_addr_copy(u8 *to, const u8 *from) { memcpy(to, from, ETH_ALEN); }

#endif
