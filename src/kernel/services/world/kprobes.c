/* SPDX-License-Identifier: MIT */
/*
 * kernel/kprobes.c; 4.4 ... 7.2. One task comes by each probe while it is registered; handlers run with preemption off. The kernel has
 * the symbol that is probed, or does not. Registers are 0.
 */
#include <linux/kprobes.h>
#include "happening.h"
#include "kallsyms.h"

struct probed {
	struct happening hit;
	struct list_head entry;
	struct kprobe *p;
	struct kretprobe *rp;
};
static LIST_HEAD(all_probed);

static void kprobe_handler(struct happening *h)
{
	struct probed *probed = (struct probed *)h;
	struct task_struct *tsk = unoops_enter_process("sh");
	struct pt_regs regs = {};

	preempt_disable();
	if (kprobe_disabled(probed->p)) {
		/* Nobody is told. */
	} else if (probed->rp) {
		struct kretprobe_instance ri = { .rp = probed->rp, .task = tsk };

		if (!probed->rp->entry_handler || !unoops_call_fn(probed->rp->entry_handler, &ri, &regs))
			if (probed->rp->handler)
				(void)unoops_call_fn(probed->rp->handler, &ri, &regs);
	} else {
		if (!probed->p->pre_handler || !unoops_call_fn(probed->p->pre_handler, probed->p, &regs))
			if (probed->p->post_handler)
				(void)unoops_call_fn(probed->p->post_handler, probed->p, &regs, 0);
	}
	preempt_enable();
	unoops_leave_process(tsk);
}

static int put_probe(struct kprobe *p, struct kretprobe *rp)
{
	struct probed *probed;

	unoops_check_may_sleep("a probe is registered in atomic context");
	if (!p->addr == !p->symbol_name)
		return -EINVAL;
	if (unoops_choose(2, "there is no such symbol"))
		return -ENOENT;
	if (!p->addr)
		p->addr = (kprobe_opcode_t *)unoops_find_symbol;	/* what most look for by a probe */
	probed = unoops_new_happening(sizeof(*probed), kprobe_handler, "kprobe", unoops_times("a task comes by a probe, and all registers are 0"));
	probed->p = p;
	probed->rp = rp;
	list_add_tail(&probed->entry, &all_probed);
	unoops_expect(&probed->hit);
	return 0;
}

static void stop_probing(const struct kprobe *p)
{
	struct probed *probed;

	unoops_check_may_sleep("a probe is unregistered in atomic context");
	list_for_each_entry(probed, &all_probed, entry)
		if (probed->p == p) {
			list_del(&probed->entry);
			unoops_call_off(&probed->hit, true);
			return;
		}
}

int register_kprobe(struct kprobe *p) { return put_probe(p, NULL); }
void unregister_kprobe(struct kprobe *p) { stop_probing(p); }
int register_kretprobe(struct kretprobe *rp) { return put_probe(&rp->kp, rp); }
void unregister_kretprobe(struct kretprobe *rp) { stop_probing(&rp->kp); }

void unregister_kprobes(struct kprobe **ps, int num)
{
	while (num-- > 0)
		unregister_kprobe(ps[num]);
}
int register_kprobes(struct kprobe **ps, int num)
{
	int i, err = 0;

	for (i = 0; i < num && !err; i++)
		err = register_kprobe(ps[i]);
	if (err)
		unregister_kprobes(ps, i - 1);
	return err;
}
int register_kretprobes(struct kretprobe **rps, int num)
{
	int i, err = num > 0 ? 0 : -EINVAL;

	for (i = 0; i < num && !err; i++)
		err = register_kretprobe(rps[i]);
	if (err && i)
		unregister_kretprobes(rps, i - 1);
	return err;
}
void unregister_kretprobes(struct kretprobe **rps, int num)
{
	while (num-- > 0)
		unregister_kretprobe(rps[num]);
}

/* One that is disabled stays registered; a handler under way goes on. */
static int set_disabled(struct kprobe *p, u32 flag)
{
	struct probed *probed;

	unoops_check_may_sleep("a probe is enabled or disabled in atomic context");
	list_for_each_entry(probed, &all_probed, entry)
		if (probed->p == p) {
			p->flags = (p->flags & ~KPROBE_FLAG_DISABLED) | flag;
			return 0;
		}
	return -EINVAL;
}
int enable_kprobe(struct kprobe *p) { return set_disabled(p, 0); }
int disable_kprobe(struct kprobe *p) { return set_disabled(p, KPROBE_FLAG_DISABLED); }
