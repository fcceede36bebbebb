/* SPDX-License-Identifier: MIT */
#ifndef _NET_NET_NAMESPACE_H
#define _NET_NET_NAMESPACE_H

struct net { int unoops; };
extern struct net init_net;
#define dev_net(dev)	(&init_net)
#define sock_net(sk)	(&init_net)
struct pernet_operations { int (*init)(struct net *net); void (*exit)(struct net *net); int *id; unsigned int size; };

#endif
