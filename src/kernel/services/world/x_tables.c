/* SPDX-License-Identifier: MIT */
/*
 * net/netfilter/x_tables.c; 4.4 ... 7.2. While a match or a target is registered, a process may put one rule with it into a table (which is
 * checked, and holds the module), a packet comes by that rule, and the rule is taken away.
 */
#include <linux/netfilter/x_tables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/slab.h>
#include "packet.h"

struct rule {
	struct happening session;
	struct list_head entry;
	const struct xt_match *match;
	const struct xt_target *target;
	bool gone;
};
static LIST_HEAD(extensions);

static const struct nf_hook_state local_in = { .hook = NF_INET_LOCAL_IN, .pf = NFPROTO_IPV4, .in = &unoops_loopback, .net = &init_net };

static void packet_meets(const struct rule *rule, void *info)
{
	const void *fn = rule->match ? (const void *)rule->match->match : (const void *)rule->target->target;
	struct task_struct *outer = unoops_current();
	struct task_struct *tsk = unoops_packet_comes();
	struct sk_buff *skb = unoops_a_packet_for(fn);
	struct xt_action_param par = { .thoff = 20 };
	unsigned int verdict = NF_ACCEPT;

#if UNOOPS_SINCE(4, 10)
	par.state = &local_in;
#else
	par.net = local_in.net;
	par.in = local_in.in;
	par.hooknum = local_in.hook;
	par.family = local_in.pf;
#endif
	if (skb && rule->match) {
		par.match = rule->match;
		par.matchinfo = info;
		(void)rule->match->match(skb, &par);
	} else if (skb) {
		par.target = rule->target;
		par.targinfo = info;
		verdict = rule->target->target(skb, &par);
	}
	if (skb && verdict != NF_STOLEN)
		kfree_skb(skb);
	unoops_packet_is_gone(tsk, "a rule returns while a lock is held");
	unoops_act_as(outer);
}

/* The protocol that the rule is for: the extension's, or one that its check compares with, or any. */
static u16 protocol_of_rule(const struct rule *rule)
{
	const void *check = rule->match ? (const void *)rule->match->checkentry : (const void *)rule->target->checkentry;
	u16 given = rule->match ? rule->match->proto : rule->target->proto, known[] = { 0, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMP };
	unsigned int n = given || !check ? 0 : unoops_constants(check, -1), asked = 1, i, k;

	for (k = 1; k < ARRAY_SIZE(known); k++)
		for (i = 0; i < n; i++)
			if (unoops_constants(check, i) == known[k]) {
				known[asked++] = known[k];
				break;
			}
	return asked > 1 ? known[unoops_choose(asked, "the rule is for one protocol")] : given;
}

static int check_rule(const struct rule *rule, void *info)
{
	struct ipt_entry entry = { .ip.proto = protocol_of_rule(rule) };
	struct xt_mtchk_param mtchk = { .net = &init_net, .table = "filter", .match = rule->match, .matchinfo = info,
					.hook_mask = 1 << NF_INET_LOCAL_IN, .family = NFPROTO_IPV4, .entryinfo = &entry };
	struct xt_tgchk_param tgchk = { .net = &init_net, .table = "filter", .target = rule->target, .targinfo = info,
					.hook_mask = 1 << NF_INET_LOCAL_IN, .family = NFPROTO_IPV4, .entryinfo = &entry };

	if (rule->match)
		return rule->match->checkentry ? rule->match->checkentry(&mtchk) : 0;
	return rule->target->checkentry ? rule->target->checkentry(&tgchk) : 0;
}

static void destroy_rule(const struct rule *rule, void *info)
{
	struct xt_mtdtor_param mtdtor = { .net = &init_net, .match = rule->match, .matchinfo = info, .family = NFPROTO_IPV4 };
	struct xt_tgdtor_param tgdtor = { .net = &init_net, .target = rule->target, .targinfo = info, .family = NFPROTO_IPV4 };

	if (rule->match && rule->match->destroy)
		rule->match->destroy(&mtdtor);
	else if (rule->target && rule->target->destroy)
		rule->target->destroy(&tgdtor);
}

/* xt_find_match(), xt_check_match(), cleanup_match(). What the rule asks for is in the extension's own struct: zeros. */
static void use_rule(struct happening *h)
{
	struct rule *rule = (struct rule *)h;
	struct task_struct *tsk = unoops_enter_process("user");
	struct module *me;
	void *info;

	if (!rule->gone) {
		me = rule->match ? rule->match->me : rule->target->me;
		if (try_module_get(me)) {
			info = unoops_alloc(rule->match ? rule->match->matchsize : rule->target->targetsize, "rule");
			unoops_tellf("iptables -A INPUT with %s", rule->match ? rule->match->name : rule->target->name);
			if (!check_rule(rule, info)) {
				packet_meets(rule, info);
				unoops_yield();
				destroy_rule(rule, info);
			}
			unoops_free(info);
			module_put(me);
		}
	}
	unoops_leave_process(tsk);
}

static int add_extension(const struct xt_match *match, const struct xt_target *target)
{
	struct rule *rule;

	unoops_check_may_sleep("an extension of iptables is registered in atomic context");
	rule = unoops_new_happening(sizeof(*rule), use_rule, "user",
				    unoops_times_by_users("a rule is made of an extension of iptables, with options of zeros; one packet comes by it"));
	rule->match = match;
	rule->target = target;
	list_add_tail(&rule->entry, &extensions);
	unoops_expect(&rule->session);
	return 0;
}

static void remove_extension(const void *extension)
{
	struct rule *rule;

	unoops_check_may_sleep("an extension of iptables is unregistered in atomic context");
	list_for_each_entry(rule, &extensions, entry)
		if (rule->match == extension || rule->target == extension) {
			list_del(&rule->entry);
			rule->gone = true;
			unoops_call_off(&rule->session, false);
			return;
		}
}

int xt_register_match(struct xt_match *match) { return add_extension(match, NULL); }
void xt_unregister_match(struct xt_match *match) { remove_extension(match); }
int xt_register_matches(struct xt_match *match, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		xt_register_match(match + i);
	return 0;
}
void xt_unregister_matches(struct xt_match *match, unsigned int n)
{
	while (n-- > 0)
		xt_unregister_match(match + n);
}
int xt_register_target(struct xt_target *target) { return add_extension(NULL, target); }
void xt_unregister_target(struct xt_target *target) { remove_extension(target); }
int xt_register_targets(struct xt_target *target, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		xt_register_target(target + i);
	return 0;
}
void xt_unregister_targets(struct xt_target *target, unsigned int n)
{
	while (n-- > 0)
		xt_unregister_target(target + n);
}
