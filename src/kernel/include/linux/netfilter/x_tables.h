/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NETFILTER_X_TABLES_H
#define _LINUX_NETFILTER_X_TABLES_H

#include <linux/netfilter.h>
#include <linux/module.h>

/* net/netfilter/x_tables.c; 4.4 ... 7.2. */
#define XT_FUNCTION_MAXNAMELEN	30
#define XT_EXTENSION_MAXNAMELEN	29
#define XT_TABLE_MAXNAMELEN	32
#define XT_CONTINUE	0xFFFFFFFF
#define XT_RETURN	(-NF_REPEAT - 1)
#define XT_ALIGN(s)	(((s) + 7) & ~7)
#define XT_INV_PROTO	0x40
struct xt_counters { u64 pcnt, bcnt; };
struct xt_match;
struct xt_target;
struct xt_action_param {
	union { const struct xt_match *match; const struct xt_target *target; };
	union { const void *matchinfo, *targinfo; };
#if UNOOPS_SINCE(4, 10)
	const struct nf_hook_state *state;
	unsigned int thoff;
	u16 fragoff;
#else
	struct net *net;
	const struct net_device *in, *out;
	int fragoff;
	unsigned int thoff, hooknum;
	u8 family;
#endif
	bool hotdrop;
};
#if UNOOPS_SINCE(4, 10)
static __always_inline struct net *xt_net(const struct xt_action_param *par) { return par->state->net; }
static __always_inline struct net_device *xt_in(const struct xt_action_param *par) { return par->state->in; }
static __always_inline const char *xt_inname(const struct xt_action_param *par) { return par->state->in->name; }
static __always_inline struct net_device *xt_out(const struct xt_action_param *par) { return par->state->out; }
static __always_inline const char *xt_outname(const struct xt_action_param *par) { return par->state->out->name; }
static __always_inline unsigned int xt_hooknum(const struct xt_action_param *par) { return par->state->hook; }
static __always_inline u8 xt_family(const struct xt_action_param *par) { return par->state->pf; }
#endif
struct xt_mtchk_param {
	struct net *net;
	const char *table;
	const void *entryinfo;
	const struct xt_match *match;
	void *matchinfo;
	unsigned int hook_mask;
	u8 family;
	bool nft_compat;
};
struct xt_mtdtor_param { struct net *net; const struct xt_match *match; void *matchinfo; u8 family; };
struct xt_tgchk_param {
	struct net *net;
	const char *table;
	const void *entryinfo;
	const struct xt_target *target;
	void *targinfo;
	unsigned int hook_mask;
	u8 family;
	bool nft_compat;
};
struct xt_tgdtor_param { struct net *net; const struct xt_target *target; void *targinfo; u8 family; };
struct xt_match {
	struct list_head list;
	const char name[XT_EXTENSION_MAXNAMELEN];
	u8 revision;
	bool (*match)(const struct sk_buff *skb, struct xt_action_param *par);
	int (*checkentry)(const struct xt_mtchk_param *par);
	void (*destroy)(const struct xt_mtdtor_param *par);
	struct module *me;
	const char *table;
	unsigned int matchsize, usersize, hooks;
	unsigned short proto, family;
};
struct xt_target {
	struct list_head list;
	const char name[XT_EXTENSION_MAXNAMELEN];
	u8 revision;
	unsigned int (*target)(struct sk_buff *skb, const struct xt_action_param *par);
	int (*checkentry)(const struct xt_tgchk_param *par);
	void (*destroy)(const struct xt_tgdtor_param *par);
	struct module *me;
	const char *table;
	unsigned int targetsize, usersize, hooks;
	unsigned short proto, family;
};
int xt_register_match(struct xt_match *match);
void xt_unregister_match(struct xt_match *match);
int xt_register_matches(struct xt_match *match, unsigned int n);
void xt_unregister_matches(struct xt_match *match, unsigned int n);
int xt_register_target(struct xt_target *target);
void xt_unregister_target(struct xt_target *target);
int xt_register_targets(struct xt_target *target, unsigned int n);
void xt_unregister_targets(struct xt_target *target, unsigned int n);

#endif
