/* SPDX-License-Identifier: MIT */
/*
 * Handlers run on CPUs of their own, beside everybody. On a real machine one may as well come on top of whoever runs, and a task
 * that holds a spinlock then never gives it back to the handler that spins for it. So a lock that is held knows which handlers
 * may come on top of its holder: those of a class that the holder has not turned off, and that had not begun when it was
 * taken; one that had is on another CPU. kernel/softirq.c, kernel/irq/handle.c; 4.4 ... 7.2, without PREEMPT_RT.
 */
#include "model.h"

enum { BY_SOFTIRQ = 2, BY_HARDIRQ = 4, FIRST_HANDLER = 8 };

/* A bit for each handler that is under way. */
static volatile unsigned int handlers;

void unoops_begin_handler(struct task_struct *tsk)
{
	unsigned int running = handlers;

	do {
		tsk->handler = FIRST_HANDLER;
		while (running & tsk->handler)
			tsk->handler <<= 1;
	} while (!try_cmpxchg(&handlers, &running, running | tsk->handler));
}

void unoops_end_handler(struct task_struct *tsk)
{
	(void)__atomic_fetch_and(&handlers, ~tsk->handler, UNOOPS_ATOMIC_SC);
}

/* What may come on top of the running task, and who may not, for a lock that it has just taken. */
unsigned int unoops_may_interrupt(void)
{
	struct task_struct *tsk = current;

	if (tsk->irqs_off)
		return 0;
	return BY_HARDIRQ | (in_interrupt() ? 0 : BY_SOFTIRQ) | handlers;
}

/* The running task asks for a lock whose holder `above` was noted for; 0: nobody holds it, or nothing may come on top. */
void unoops_check_below(const volatile void *lock, unsigned int above)
{
	struct task_struct *tsk;

	if (!(above & (BY_SOFTIRQ | BY_HARDIRQ)))
		return;
	tsk = current;
	if (!tsk->handler || above & tsk->handler)
		return;
	if (in_irq() && above & BY_HARDIRQ)
		unoops_trap(UNOOPS_LOCK_INVERSION, (const void *)lock, "a hard interrupt comes while its CPU holds this lock with interrupts on, and spins for it forever");
	if (!in_irq() && above & BY_SOFTIRQ)
		unoops_trap(UNOOPS_LOCK_INVERSION, (const void *)lock, "a softirq comes while its CPU holds this lock with softirqs on, and spins for it forever");
}
