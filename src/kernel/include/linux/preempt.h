/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PREEMPT_H
#define _LINUX_PREEMPT_H

#include <linux/compiler.h>
#include <linux/types.h>

/* Kept in the task, not in the CPU: a task of the model never moves between CPUs. */
void preempt_count_add(int val);
void preempt_count_sub(int val);
int preempt_count(void);

#define PREEMPT_OFFSET		1
#define SOFTIRQ_OFFSET		0x100
#define SOFTIRQ_DISABLE_OFFSET	0x200
#define HARDIRQ_OFFSET		0x10000
#define preempt_disable()	preempt_count_add(PREEMPT_OFFSET)
#define preempt_enable()	preempt_count_sub(PREEMPT_OFFSET)
#define preempt_enable_no_resched() preempt_enable()
#define in_softirq()		((preempt_count() & 0xff00) != 0)
#define in_serving_softirq()	((preempt_count() & SOFTIRQ_OFFSET) != 0)
#define in_interrupt()		((preempt_count() & 0xfff00) != 0)
#define in_irq()		((preempt_count() & 0xf0000) != 0)
#define in_hardirq()		in_irq()
#define irq_count()		(preempt_count() & 0xfff00)
#define preemptible()		(preempt_count() == 0 && !irqs_disabled())
#define in_nmi()		0
#define in_task()		(!in_serving_softirq() && !in_irq())
#define in_atomic()		(preempt_count() != 0)

#endif
