/* SPDX-License-Identifier: MIT */
#include <net/dst.h>
#include <net/ip.h>
#include <net/sock.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/udp.h>
