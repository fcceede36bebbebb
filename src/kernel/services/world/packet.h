/* SPDX-License-Identifier: MIT */
/* Packets that come by. */
#ifndef UNOOPS_PACKET_H
#define UNOOPS_PACKET_H

#include <linux/netdevice.h>
#include "happening.h"

/* Around what sees a packet: a softirq, under rcu_read_lock(). */
struct task_struct *unoops_packet_comes(void);
void unoops_packet_is_gone(struct task_struct *tsk, const char *held);
/* A packet that the function may tell from others; NULL where there is no memory for it. */
struct sk_buff *unoops_a_packet_for(const void *fn);

extern struct net_device unoops_loopback;

#endif
