/* SPDX-License-Identifier: MIT */
#include <linux/netfilter/x_tables.h>
#include <linux/netfilter_ipv4.h>
