/* SPDX-License-Identifier: MIT */
/* kernel/sched/core.c, arch/.../irqflags.h; 4.4 ... 7.2. */
#include "model.h"

void preempt_count_add(int val) { current->preempt_count += val; }

void preempt_count_sub(int val)
{
	struct task_struct *tsk = current;

	if (tsk->preempt_count < val)
		unoops_trap(UNOOPS_BAD_CALL, tsk, "preemption or softirqs enabled more often than disabled");
	tsk->preempt_count -= val;
}

int preempt_count(void) { return current->preempt_count; }

bool irqs_disabled(void) { return current->irqs_off != 0; }

unsigned long arch_local_irq_save(void)
{
	struct task_struct *tsk = current;
	unsigned long flags = tsk->irqs_off;

	tsk->irqs_off = 1;
	return flags;
}

void arch_local_irq_restore(unsigned long flags) { current->irqs_off = flags != 0; }
