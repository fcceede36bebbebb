/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_FDDIDEVICE_H
#define _LINUX_FDDIDEVICE_H

#include <linux/netdevice.h>

/* net/802/fddi.c; 4.4 ... 7.2. */
#define FDDI_K_ALEN	6
struct net_device *alloc_fddidev(int size);
__be16 fddi_type_trans(struct sk_buff *skb, struct net_device *dev);

#endif
