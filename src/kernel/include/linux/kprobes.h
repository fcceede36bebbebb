/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KPROBES_H
#define _LINUX_KPROBES_H

#include <linux/compiler.h>
#include <linux/list.h>
#include <linux/notifier.h>
#include <linux/smp.h>
#include <linux/bug.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/rcupdate.h>
#include <linux/mutex.h>
#include <asm/ptrace.h>

/* kernel/kprobes.c; 4.4 ... 7.2. */
struct kprobe;
struct kretprobe;
struct kretprobe_instance;
typedef u8 kprobe_opcode_t;
typedef int (*kprobe_pre_handler_t)(struct kprobe *p, struct pt_regs *regs);
typedef void (*kprobe_post_handler_t)(struct kprobe *p, struct pt_regs *regs, unsigned long flags);
typedef int (*kprobe_fault_handler_t)(struct kprobe *p, struct pt_regs *regs, int trapnr);
typedef int (*kretprobe_handler_t)(struct kretprobe_instance *ri, struct pt_regs *regs);
struct kprobe {
	struct list_head list;
	unsigned long nmissed;
	kprobe_opcode_t *addr;
	const char *symbol_name;
	unsigned int offset;
	kprobe_pre_handler_t pre_handler;
	kprobe_post_handler_t post_handler;
#if !UNOOPS_SINCE(5, 14)
	kprobe_fault_handler_t fault_handler;
#endif
	kprobe_opcode_t opcode;
	u32 flags;
};
struct kretprobe {
	struct kprobe kp;
	kretprobe_handler_t handler, entry_handler;
	int maxactive, nmissed;
	size_t data_size;
};
struct kretprobe_instance {
	struct kretprobe *rp;
	kprobe_opcode_t *ret_addr;
	struct task_struct *task;
	char data[64];
};
#define KPROBE_FLAG_GONE	1
#define KPROBE_FLAG_DISABLED	2
#define __kprobes
#define NOKPROBE_SYMBOL(fn)
#define nokprobe_inline	inline
int register_kprobe(struct kprobe *p);
void unregister_kprobe(struct kprobe *p);
int register_kprobes(struct kprobe **ps, int num);
void unregister_kprobes(struct kprobe **ps, int num);
int register_kretprobe(struct kretprobe *rp);
void unregister_kretprobe(struct kretprobe *rp);
int register_kretprobes(struct kretprobe **rps, int num);
void unregister_kretprobes(struct kretprobe **rps, int num);
int enable_kprobe(struct kprobe *p);
int disable_kprobe(struct kprobe *p);
static __always_inline int enable_kretprobe(struct kretprobe *rp) { return enable_kprobe(&rp->kp); }
static __always_inline int disable_kretprobe(struct kretprobe *rp) { return disable_kprobe(&rp->kp); }
static __always_inline bool kprobe_disabled(struct kprobe *p) { return p->flags & (KPROBE_FLAG_GONE | KPROBE_FLAG_DISABLED); }
static __always_inline struct kretprobe *get_kretprobe(struct kretprobe_instance *ri) { return ri->rp; }

#endif
