/* SPDX-License-Identifier: MIT */
#ifndef _NET_NET_NAMESPACE_H
#define _NET_NET_NAMESPACE_H

#include <linux/list.h>
#include <linux/types.h>
#include <linux/rcupdate.h>

/* net/core/net_namespace.c; 4.4 ... 7.2. */
struct proc_dir_entry;
struct sock;
struct ctl_table;
struct user_namespace;
struct net {
	struct list_head list, exit_list;
	struct user_namespace *user_ns;
	struct proc_dir_entry *proc_net, *proc_net_stat;
	struct sock *rtnl, *genl_sock;
	unsigned int ifindex;
	struct net_device *loopback_dev;
};
extern struct net init_net;
#define dev_net(dev)	(&init_net)
#define sock_net(sk)	(&init_net)
#define read_pnet(pnet)	(&init_net)
typedef struct { struct net *net; } possible_net_t;
#define __net_init
#define __net_exit
#define __net_initdata
#define for_each_net(var)	for ((var) = &init_net; (var); (var) = NULL)
#define for_each_net_rcu(var)	for_each_net(var)
static __always_inline bool net_eq(const struct net *a, const struct net *b) { return a == b; }
static __always_inline struct net *get_net(struct net *net) { return net; }
static __always_inline struct net *maybe_get_net(struct net *net) { return net; }
static __always_inline void put_net(struct net *net) { }
struct pernet_operations {
	struct list_head list;
	int (*init)(struct net *net);
#if UNOOPS_SINCE(5, 3)
	void (*pre_exit)(struct net *net);
#endif
	void (*exit)(struct net *net);
	void (*exit_batch)(struct list_head *net_exit_list);
	unsigned int *id;
	size_t size;
};
int register_pernet_subsys(struct pernet_operations *ops);
void unregister_pernet_subsys(struct pernet_operations *ops);
int register_pernet_device(struct pernet_operations *ops);
void unregister_pernet_device(struct pernet_operations *ops);
struct ctl_table_header;
#if UNOOPS_SINCE(6, 6)
struct ctl_table_header *register_net_sysctl_sz(struct net *net, const char *path, struct ctl_table *table, size_t n);
#define register_net_sysctl(net, path, table)	register_net_sysctl_sz(net, path, table, sizeof(table) / sizeof((table)[0]))
#else
struct ctl_table_header *register_net_sysctl(struct net *net, const char *path, struct ctl_table *table);
#endif
void unregister_net_sysctl_table(struct ctl_table_header *header);

#endif
