/* SPDX-License-Identifier: MIT */
#ifndef _NF_CONNTRACK_CORE_H
#define _NF_CONNTRACK_CORE_H

#include <net/netfilter/nf_conntrack.h>

#endif
