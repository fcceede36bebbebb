/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IRQFLAGS_H
#define _LINUX_IRQFLAGS_H

#include <linux/types.h>

/* The task that asks runs with interrupts off; interrupts are not modelled beyond that. */
bool irqs_disabled(void);
unsigned long arch_local_irq_save(void);
void arch_local_irq_restore(unsigned long flags);

#define irqs_disabled_flags(flags)	((flags) != 0)
#define local_irq_save(flags)	do { (flags) = arch_local_irq_save(); } while (0)
#define local_irq_restore(flags) arch_local_irq_restore(flags)
#define local_irq_disable()	((void)arch_local_irq_save())
#define local_irq_enable()	arch_local_irq_restore(0)
#define local_save_flags(flags)	do { (flags) = irqs_disabled(); } while (0)

#endif
