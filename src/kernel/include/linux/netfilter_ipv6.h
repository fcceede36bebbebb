/* SPDX-License-Identifier: MIT */
#include <linux/netfilter.h>
#include <linux/ipv6.h>
