/* SPDX-License-Identifier: MIT */
#ifndef _NET_NETNS_GENERIC_H
#define _NET_NETNS_GENERIC_H

#include <net/net_namespace.h>

void *unoops_net_generic(unsigned int id);
static __always_inline void *net_generic(const struct net *net, unsigned int id) { return unoops_net_generic(id); }

#endif
