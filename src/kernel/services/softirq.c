/* SPDX-License-Identifier: MIT */
/* Softirqs and tasklets: kernel/softirq.c; 4.4 ... 7.2. */
#include <linux/interrupt.h>
#include "model.h"

/*
 * A softirq interrupts whoever runs on its CPU. To what it calls it is a task of its own, which
 * must not sleep; people see it as the idle task that it mostly interrupts.
 */
void unoops_enter_softirq(void)
{
	struct task_struct *tsk = unoops_alloc(sizeof(*tsk), "softirq");

	unoops_act_as(tsk);
	unoops_init_task_usage(tsk);
	unoops_describe_task(tsk);
	tsk->preempt_count = SOFTIRQ_OFFSET;
	__set_task_comm(tsk, "swapper/0", false);
	unoops_begin_handler(tsk);
}

void unoops_leave_softirq(void)
{
	struct task_struct *tsk = current;

	if (tsk->preempt_count != SOFTIRQ_OFFSET || tsk->irqs_off)
		unoops_trap(UNOOPS_BAD_CALL, tsk, "a softirq ends while a lock is held, or interrupts are off");
	unoops_end_handler(tsk);
	unoops_free(tsk);
	unoops_exit();
}

static __always_inline unsigned int bit_of(int nr) { return 1u << nr; }

/* When it does not run elsewhere and nobody disables it: the real one raises the softirq until then. */
static void lock_tasklet(struct tasklet_struct *t)
{
	for (;;) {
		unoops_block(&t->count, ~0u, 0);
		if (test_and_set_bit(TASKLET_STATE_RUN, &t->state))
			unoops_block(&t->state, bit_of(TASKLET_STATE_RUN), 0);
		else if (atomic_read(&t->count))
			clear_bit(TASKLET_STATE_RUN, &t->state);
		else
			return;
	}
}

static void tasklet_action_common(struct tasklet_struct *t)
{
	lock_tasklet(t);
	clear_bit(TASKLET_STATE_SCHED, &t->state);
#if UNOOPS_HAS_NEW_TASKLET
	if (t->use_callback)
		(void)unoops_call_fn(t->callback, t);
	else
#endif
		(void)unoops_call_fn(t->func, t->data);
	clear_bit(TASKLET_STATE_RUN, &t->state);
}

static void tasklet_action(void *t)
{
	unoops_enter_softirq();
	tasklet_action_common(t);
	unoops_leave_softirq();
}

/* One that is scheduled while it runs has to wait until it is over. */
void __tasklet_schedule(struct tasklet_struct *t)
{
	bool runs = test_bit(TASKLET_STATE_RUN, &t->state);

	if (!runs || !unoops_run_again(tasklet_action, t, t, "tasklet"))
		unoops_spawn_for(t, tasklet_action, t, "tasklet");
}
void __tasklet_hi_schedule(struct tasklet_struct *t) { __tasklet_schedule(t); }

void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long data), unsigned long data)
{
	*t = (struct tasklet_struct){ .func = func, .data = data };
}

#if UNOOPS_HAS_NEW_TASKLET
void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *t))
{
	*t = (struct tasklet_struct){ .callback = callback, .use_callback = true };
}
#endif

/* Waits until it has run, and is not running. Whoever disabled it makes this wait for ever. */
void tasklet_kill(struct tasklet_struct *t)
{
	unoops_check_may_sleep("tasklet_kill() in atomic context");
	unoops_block(&t->state, bit_of(TASKLET_STATE_SCHED), 0);
	set_bit(TASKLET_STATE_SCHED, &t->state);
	tasklet_unlock_wait(t);
	clear_bit(TASKLET_STATE_SCHED, &t->state);
}

/* Spins before 5.13. */
void tasklet_unlock_wait(struct tasklet_struct *t)
{
	if (UNOOPS_TASKLET_UNLOCK_SLEEPS)
		unoops_check_may_sleep("tasklet_disable() in atomic context");
	unoops_block(&t->state, bit_of(TASKLET_STATE_RUN), 0);
}

#if UNOOPS_TASKLET_UNLOCK_SLEEPS
void tasklet_unlock_spin_wait(struct tasklet_struct *t)
{
	unoops_block(&t->state, bit_of(TASKLET_STATE_RUN), 0);
}
#endif
