/* SPDX-License-Identifier: MIT */
/*
 * kernel/irq/manage.c, kernel/irq/handle.c; 4.4 ... 7.2. An interrupt may come at any time from request to free, a few times, on a
 * CPU of its own: beside the task that requested it, and never twice at once.
 */
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/device.h>
#include "happening.h"

/* How often an interrupt comes at least: once, and once more behind it. */
#define INTERRUPTS	2u

struct irqaction {
	struct happening irq;
	struct list_head entry;
	irq_handler_t handler, thread_fn;
	void *dev_id;
	unsigned int number;
	unsigned int disabled;
};
static LIST_HEAD(irqactions);

/* The thread of a threaded interrupt: it may sleep, and is a task of its own between the two. */
static void run_irq_thread(struct irqaction *action)
{
	struct task_struct *tsk = unoops_alloc(sizeof(*tsk), "kworker");
	struct kthread kthread = { .flags = 0 };

	unoops_act_as(tsk);
	unoops_init_task_usage(tsk);
	unoops_describe_task(tsk);
	unoops_init_kthread(tsk, &kthread);
	__set_task_comm(tsk, "irq", false);
	unoops_yield();
	(void)unoops_call_fn(action->thread_fn, action->number, action->dev_id);
	if (tsk->preempt_count || tsk->irqs_off)
		unoops_trap(UNOOPS_BAD_CALL, tsk, "the thread of an interrupt returns while a lock is held, or interrupts are off");
	unoops_act_as(NULL);
	unoops_free(tsk);
}

static void handle_irq(struct happening *h)
{
	struct irqaction *action = (struct irqaction *)h;
	irqreturn_t ret = IRQ_WAKE_THREAD;

	unoops_block(&action->disabled, ~0u, 0);
	if (action->irq.off)
		return;
	if (action->handler) {
		struct task_struct *tsk = unoops_enter_hardirq();

		ret = unoops_call_fn(action->handler, action->number, action->dev_id);
		unoops_leave_hardirq(tsk, "an interrupt handler returns while a lock is held");
	}
	if (ret == IRQ_WAKE_THREAD && action->thread_fn)
		run_irq_thread(action);
}

int request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn, unsigned long flags, const char *name,
			 void *dev)
{
	struct irqaction *action;
	unsigned int times;

	unoops_check_may_sleep("request_irq() in atomic context");
	if (!handler && !thread_fn)
		return -EINVAL;
	if ((flags & IRQF_SHARED) && !dev)
		return -EINVAL;
	if (unoops_fault("request_irq"))
		return -EBUSY;
	times = max(INTERRUPTS, unoops_uses());
	unoops_assume_times("an interrupt comes", times);
	action = unoops_new_happening(sizeof(*action), handle_irq, "interrupt", times);
	action->handler = handler;
	action->thread_fn = thread_fn;
	action->dev_id = dev;
	action->number = irq;
	action->disabled = (flags & IRQF_NO_AUTOEN) != 0;
	list_add_tail(&action->entry, &irqactions);
	unoops_expect(&action->irq);
	return 0;
}

static struct irqaction *find_action(unsigned int irq, const void *dev)
{
	struct irqaction *action;

	list_for_each_entry(action, &irqactions, entry)
		if (action->number == irq && action->dev_id == dev)
			return action;
	return NULL;
}

/* Waits for the handler, and for the thread. */
const void *free_irq(unsigned int irq, void *dev)
{
	struct irqaction *action = find_action(irq, dev);

	unoops_check_may_sleep("free_irq() in atomic context");
	if (!action) {
		unoops_warn("kernel/irq/manage.c", 0, "Trying to free already-free IRQ");
		return NULL;
	}
	list_del(&action->entry);
	action->disabled = 0;
	unoops_call_off(&action->irq, true);
	return "irq";
}

#define EACH_ACTION(irq, action, what)						\
	do {									\
		struct irqaction *action;					\
										\
		list_for_each_entry(action, &irqactions, entry)			\
			if (action->number == (irq))				\
				what;						\
	} while (0)

void disable_irq_nosync(unsigned int irq) { EACH_ACTION(irq, action, action->disabled++); }
void enable_irq(unsigned int irq) { EACH_ACTION(irq, action, if (action->disabled) action->disabled--); }

/* Who is under way at the moment, and is not held up by disable_irq(). */
void synchronize_irq(unsigned int irq)
{
	unoops_check_may_sleep("synchronize_irq() in atomic context");
	EACH_ACTION(irq, action, if (!action->disabled) unoops_wait_for_happening(&action->irq));
}

void disable_irq(unsigned int irq)
{
	unoops_check_may_sleep("disable_irq() in atomic context");
	EACH_ACTION(irq, action, unoops_wait_for_happening(&action->irq));
	disable_irq_nosync(irq);
}

struct devm_irq { unsigned int irq; void *data; };

static void free_devm_irq(void *_devm)
{
	struct devm_irq *devm = _devm;

	free_irq(devm->irq, devm->data);
	unoops_free(devm);
}

/* kernel/irq/devres.c; 4.4 ... 7.2. */
int devm_request_threaded_irq(struct device *dev, unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
			      unsigned long flags, const char *name, void *data)
{
	struct devm_irq *devm;
	int err = request_threaded_irq(irq, handler, thread_fn, flags, name, data);

	if (err)
		return err;
	devm = unoops_alloc(sizeof(*devm), "devres");
	*devm = (struct devm_irq){ irq, data };
	return devm_add_action_or_reset(dev, free_devm_irq, devm);
}
