/* SPDX-License-Identifier: MIT */
/*
 * net/netlink/genetlink.c, lib/nlattr.c; 4.4 ... 7.2. While a family is registered, a process sends it one message: any of its commands, with all
 * the attributes that its policy names, or with none. genl_unregister_family() waits for the message that is being handled.
 */
#include <net/genetlink.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include "happening.h"

struct registered_family {
	struct happening message;
	struct list_head entry;
	const struct genl_family *family;
	const struct genl_ops *ops;
	unsigned int n_ops;
	unsigned int active;
	bool gone;
};
static LIST_HEAD(families);
static DEFINE_MUTEX(genl_mutex);

static const struct nla_policy *policy_of(const struct registered_family *rf, const struct genl_ops *op)
{
#if UNOOPS_SINCE(5, 10)
	return op && op->policy ? op->policy : rf->family->policy;
#elif UNOOPS_SINCE(5, 2)
	return rf->family->policy;
#else
	return op ? op->policy : NULL;
#endif
}

/* What nla_parse() lets pass for such a policy: text without a NUL, too, unless NLA_NUL_STRING is asked for. */
static void put_attribute(struct sk_buff *skb, int i, const struct nla_policy *policy)
{
	static const u8 number[8] = { 1 };

	switch (policy->type) {
	case NLA_NUL_STRING:
		nla_put(skb, i, 2, "1");
		break;
	case NLA_STRING:
		nla_put(skb, i, 4, "1111");
		break;
	case NLA_FLAG:
		nla_put(skb, i, 0, NULL);
		break;
	case NLA_U8:
		nla_put(skb, i, 1, number);
		break;
	case NLA_U16:
		nla_put(skb, i, 2, number);
		break;
	case NLA_U64:
		nla_put(skb, i, 8, number);
		break;
	case NLA_U32:
	case NLA_S32:
	case NLA_UNSPEC:
	case NLA_BINARY:
		nla_put(skb, i, policy->len ? (policy->len < 8 ? policy->len : 8) : 4, number);
		break;
	default:
		unoops_assume("nested attributes are not sent");
	}
}

static void send_command(const struct registered_family *rf, unsigned int cmd, const struct genl_ops *op,
			 int (*doit)(struct sk_buff *skb, struct genl_info *info))
{
	const struct nla_policy *policy = policy_of(rf, op);
	unsigned int i, max = rf->family->maxattr;
	struct sk_buff *skb = alloc_skb(NLMSG_SPACE(GENL_HDRLEN + rf->family->hdrsize + max * 12), GFP_KERNEL);
	struct nlattr **attrs = unoops_alloc((max + 1) * sizeof(*attrs), "attributes");
	struct genl_info info = { .snd_seq = 1, .snd_portid = 1, .attrs = attrs, ._net = &init_net };
	struct genlmsghdr *hdr;
	bool bare = unoops_choose(2, "without attributes");

	if (skb) {
		unoops_tellf("sends %s command %u%s", rf->family->name, cmd, bare ? " without attributes" : "");
		info.nlhdr = nlmsg_put(skb, 1, 1, rf->family->id, GENL_HDRLEN + rf->family->hdrsize, NLM_F_REQUEST);
		info.genlhdr = hdr = NLMSG_DATA(info.nlhdr);
		hdr->cmd = cmd;
		info.userhdr = genlmsg_data(hdr);
		for (i = 1; i <= max && policy && !bare; i++) {
			struct nlattr *at = (struct nlattr *)skb_tail_pointer(skb);

			put_attribute(skb, i, &policy[i]);
			attrs[i] = skb_tail_pointer(skb) == (unsigned char *)at ? NULL : at;
		}
		(void)doit(skb, &info);
		kfree_skb(skb);
	}
	unoops_free(attrs);
}

static void pick_command(const struct registered_family *rf)
{
	unsigned int n = rf->n_ops, small = 0, i;

#if UNOOPS_SINCE(5, 10)
	small = rf->family->n_small_ops;
#endif
	if (!(n + small))
		return;
	i = unoops_choose(n + small, "another command");
#if UNOOPS_SINCE(5, 10)
	if (i >= n) {
		if (rf->family->small_ops[i - n].doit)
			send_command(rf, rf->family->small_ops[i - n].cmd, NULL, rf->family->small_ops[i - n].doit);
		return;
	}
#endif
	if (rf->ops[i].doit)
		send_command(rf, rf->ops[i].cmd, &rf->ops[i], rf->ops[i].doit);
	if (rf->ops[i].dumpit)
		unoops_assume("user space asks for no dump of a generic netlink family");
}

/* The family's module is not held: who unregisters it waits. */
static void genl_rcv(struct happening *h)
{
	struct registered_family *rf = (struct registered_family *)h;
	struct task_struct *tsk = unoops_enter_process("user");

	if (!rf->gone) {
		rf->active = 1;
		if (!rf->family->parallel_ops)
			mutex_lock(&genl_mutex);
		pick_command(rf);
		if (!rf->family->parallel_ops)
			mutex_unlock(&genl_mutex);
		rf->active = 0;
	}
	unoops_leave_process(tsk);
}

static int register_family(struct genl_family *family, const struct genl_ops *ops, unsigned int n_ops)
{
	struct registered_family *rf;

	unoops_check_may_sleep("a generic netlink family is registered in atomic context");
	if (unoops_fault("genl_register_family"))
		return -ENOMEM;
	family->id = NLMSG_MIN_TYPE;
	rf = unoops_new_happening(sizeof(*rf), genl_rcv, "user",
				  unoops_times_by_users("a message is sent to a generic netlink family, with all attributes of its policy or with none"));
	rf->family = family;
	rf->ops = ops;
	rf->n_ops = n_ops;
	list_add_tail(&rf->entry, &families);
	unoops_expect(&rf->message);
	return 0;
}
#if UNOOPS_SINCE(4, 10)
int genl_register_family(struct genl_family *family) { return register_family(family, family->ops, family->n_ops); }
#else
int unoops_genl_register(struct genl_family *family, const struct genl_ops *ops, unsigned int n_ops) { return register_family(family, ops, n_ops); }
#endif

static int unregister_family(const struct genl_family *family)
{
	struct registered_family *rf;

	unoops_check_may_sleep("a generic netlink family is unregistered in atomic context");
	list_for_each_entry(rf, &families, entry)
		if (rf->family == family) {
			list_del(&rf->entry);
			rf->gone = true;
			unoops_block(&rf->active, ~0u, 0);
			unoops_call_off(&rf->message, false);
			return 0;
		}
	return -ENOENT;
}
#if UNOOPS_SINCE(6, 4)
void genl_unregister_family(const struct genl_family *family) { (void)unregister_family(family); }
#else
int genl_unregister_family(const struct genl_family *family) { return unregister_family(family); }
#endif

int nla_put(struct sk_buff *skb, int type, int len, const void *data)
{
	struct nlattr *nla;

	if (skb_tailroom(skb) < nla_total_size(len))
		return -EMSGSIZE;
	nla = skb_put(skb, nla_total_size(len));
	*nla = (struct nlattr){ nla_attr_size(len), type };
	if (len)
		memcpy(nla_data(nla), data, len);
	return 0;
}

void *genlmsg_put(struct sk_buff *skb, u32 portid, u32 seq, const struct genl_family *family, int flags, u8 cmd)
{
	struct genlmsghdr *hdr;

	if (skb_tailroom(skb) < (int)NLMSG_SPACE(GENL_HDRLEN + family->hdrsize))
		return NULL;
	hdr = NLMSG_DATA(nlmsg_put(skb, portid, seq, family->id, GENL_HDRLEN + family->hdrsize, flags));
	hdr->cmd = cmd;
	return (char *)hdr + GENL_HDRLEN;
}
int genlmsg_unicast(struct net *net, struct sk_buff *skb, u32 portid)
{
	kfree_skb(skb);
	return unoops_choose(2, "nobody listens any more") ? -ECONNREFUSED : 0;
}
int genlmsg_multicast(const struct genl_family *family, struct sk_buff *skb, u32 portid, unsigned int group, gfp_t flags)
{
	kfree_skb(skb);
	return unoops_choose(2, "nobody listens") ? -ESRCH : 0;
}
