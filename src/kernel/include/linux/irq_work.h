/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IRQ_WORK_H
#define _LINUX_IRQ_WORK_H

#include <linux/llist.h>

struct irq_work { unsigned long flags; void (*func)(struct irq_work *work); };
#define IRQ_WORK_INIT(fn)	(struct irq_work){ .func = (fn) }
#define DEFINE_IRQ_WORK(name, fn) struct irq_work name = IRQ_WORK_INIT(fn)
static __always_inline void init_irq_work(struct irq_work *work, void (*fn)(struct irq_work *work)) { *work = IRQ_WORK_INIT(fn); }
/* kernel/irq_work.c; 4.4 ... 7.2. */
bool irq_work_queue(struct irq_work *work);
bool irq_work_queue_on(struct irq_work *work, int cpu);
void irq_work_sync(struct irq_work *work);

#endif
