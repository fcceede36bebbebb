/* SPDX-License-Identifier: MIT */
/* kernel/irq_work.c; 4.4 ... 7.2. Runs in a hard interrupt, soon. */
#include <linux/irq_work.h>
#include "happening.h"

enum { IRQ_WORK_PENDING = 1, IRQ_WORK_BUSY = 2 };

struct irq_work_run {
	struct happening run;
	struct irq_work *work;
};

/* Once more where it was queued meanwhile: that keeps it busy, so that irq_work_sync() waits for all of it; kernel/irq_work.c. */
static void irq_work_single(struct happening *h)
{
	struct irq_work *work = ((struct irq_work_run *)h)->work;
	struct task_struct *tsk;
	bool again;

	do {
		tsk = unoops_enter_hardirq();
		work->flags = IRQ_WORK_BUSY;
		work->func(work);
		again = work->flags & IRQ_WORK_PENDING;
		if (!again)
			work->flags = 0;
		unoops_leave_hardirq(tsk, "irq_work returns while a lock is held");
	} while (again);
	h->off = true;
}

bool irq_work_queue(struct irq_work *work)
{
	unsigned int before = work->flags;
	struct irq_work_run *run;

	if (before & IRQ_WORK_PENDING)
		return false;
	work->flags = before | IRQ_WORK_PENDING;
	if (before & IRQ_WORK_BUSY)
		return true;
	run = unoops_new_happening(sizeof(*run), irq_work_single, "irq_work", 1);
	run->work = work;
	unoops_expect(&run->run);
	return true;
}
bool irq_work_queue_on(struct irq_work *work, int cpu) { return irq_work_queue(work); }

void irq_work_sync(struct irq_work *work) { unoops_block(&work->flags, ~0u, 0); }
