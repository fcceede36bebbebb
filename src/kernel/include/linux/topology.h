/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TOPOLOGY_H
#define _LINUX_TOPOLOGY_H

#include <linux/cpumask.h>

#define cpu_to_node(cpu)	((void)(cpu), 0)
#define numa_node_id()		0
#define cpu_to_mem(cpu)		0
#define nr_node_ids		1u
#define num_online_nodes()	1
#define for_each_online_node(n)	for ((n) = 0; (n) < 1; (n)++)

#endif
