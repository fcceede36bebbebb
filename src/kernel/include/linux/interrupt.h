/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/kernel.h>
#include <linux/irqreturn.h>
#include <linux/hardirq.h>
#include <linux/hrtimer.h>
#include <linux/kref.h>
#include <linux/sched.h>
#include <linux/irqflags.h>
#include <linux/bottom_half.h>
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/container_of.h>

struct device;
struct pt_regs;
typedef irqreturn_t (*irq_handler_t)(int irq, void *dev);
#define IRQF_TRIGGER_NONE	0x0
#define IRQF_TRIGGER_RISING	0x1
#define IRQF_TRIGGER_FALLING	0x2
#define IRQF_TRIGGER_HIGH	0x4
#define IRQF_TRIGGER_LOW	0x8
#define IRQF_TRIGGER_MASK	0xf
#define IRQF_TRIGGER_PROBE	0x10
#define IRQF_SHARED		0x80
#define IRQF_PROBE_SHARED	0x100
#define IRQF_TIMER		0x200
#define IRQF_PERCPU		0x400
#define IRQF_NOBALANCING	0x800
#define IRQF_IRQPOLL		0x1000
#define IRQF_ONESHOT		0x2000
#define IRQF_NO_SUSPEND		0x4000
#define IRQF_FORCE_RESUME	0x8000
#define IRQF_NO_THREAD		0x10000
#define IRQF_EARLY_RESUME	0x20000
#define IRQF_COND_SUSPEND	0x40000
#define IRQF_NO_AUTOEN		0x80000
#define IRQF_DISABLED		0x20
#define IRQF_SAMPLE_RANDOM	0x40

/* kernel/irq/manage.c; 4.4 ... 7.2. */
int __must_check request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
				      unsigned long flags, const char *name, void *dev);
static __always_inline int __must_check request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags,
						    const char *name, void *dev)
{
	return request_threaded_irq(irq, handler, NULL, flags, name, dev);
}
#define request_any_context_irq	request_irq
const void *free_irq(unsigned int irq, void *dev);
int __must_check devm_request_threaded_irq(struct device *dev, unsigned int irq, irq_handler_t handler,
					   irq_handler_t thread_fn, unsigned long flags, const char *name, void *data);
#define devm_request_irq(dev, irq, handler, flags, name, data) \
	devm_request_threaded_irq(dev, irq, handler, NULL, flags, name, data)
void devm_free_irq(struct device *dev, unsigned int irq, void *data);
void disable_irq(unsigned int irq);
void disable_irq_nosync(unsigned int irq);
void enable_irq(unsigned int irq);
void synchronize_irq(unsigned int irq);
static __always_inline int irq_set_irq_wake(unsigned int irq, unsigned int on) { return 0; }
#define enable_irq_wake(irq)	irq_set_irq_wake(irq, 1)
#define disable_irq_wake(irq)	irq_set_irq_wake(irq, 0)
#define irq_set_affinity_hint(irq, mask)	0

enum { TASKLET_STATE_SCHED, TASKLET_STATE_RUN };

struct tasklet_struct {
	struct tasklet_struct *next;
	unsigned long state;
	atomic_t count;		/* how often it is disabled */
#if UNOOPS_HAS_NEW_TASKLET
	bool use_callback;
	union {
		void (*func)(unsigned long data);
		void (*callback)(struct tasklet_struct *t);
	};
#else
	void (*func)(unsigned long data);
#endif
	unsigned long data;
};
#if UNOOPS_HAS_NEW_TASKLET
#define __TASKLET(name, fn, disabled) \
	struct tasklet_struct name = { .count = ATOMIC_INIT(disabled), .callback = (fn), .use_callback = true }
#define __TASKLET_OLD(name, fn, disabled) \
	struct tasklet_struct name = { .count = ATOMIC_INIT(disabled), .func = (fn) }
#define DECLARE_TASKLET(name, fn)		__TASKLET(name, fn, 0)
#define DECLARE_TASKLET_DISABLED(name, fn)	__TASKLET(name, fn, 1)
#define DECLARE_TASKLET_OLD(name, fn)		__TASKLET_OLD(name, fn, 0)
#define DECLARE_TASKLET_DISABLED_OLD(name, fn)	__TASKLET_OLD(name, fn, 1)
void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *t));
#define from_tasklet(var, t, member)	container_of(t, typeof(*var), member)
#else
#define __TASKLET(name, fn, arg, disabled) \
	struct tasklet_struct name = { .count = ATOMIC_INIT(disabled), .func = (fn), .data = (arg) }
#define DECLARE_TASKLET(name, fn, arg)		__TASKLET(name, fn, arg, 0)
#define DECLARE_TASKLET_DISABLED(name, fn, arg)	__TASKLET(name, fn, arg, 1)
#endif

void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long data), unsigned long data);
void __tasklet_schedule(struct tasklet_struct *t);
void __tasklet_hi_schedule(struct tasklet_struct *t);
void tasklet_kill(struct tasklet_struct *t);
void tasklet_unlock_wait(struct tasklet_struct *t);

static __always_inline void tasklet_schedule(struct tasklet_struct *t)
{
	if (!test_and_set_bit(TASKLET_STATE_SCHED, &t->state))
		__tasklet_schedule(t);
}
static __always_inline void tasklet_hi_schedule(struct tasklet_struct *t)
{
	if (!test_and_set_bit(TASKLET_STATE_SCHED, &t->state))
		__tasklet_hi_schedule(t);
}
static __always_inline void tasklet_disable_nosync(struct tasklet_struct *t) { atomic_inc(&t->count); }
static __always_inline void tasklet_disable(struct tasklet_struct *t)
{
	tasklet_disable_nosync(t);
	tasklet_unlock_wait(t);
}
static __always_inline void tasklet_enable(struct tasklet_struct *t) { atomic_dec(&t->count); }
#if UNOOPS_TASKLET_UNLOCK_SLEEPS
void tasklet_unlock_spin_wait(struct tasklet_struct *t);
static __always_inline void tasklet_disable_in_atomic(struct tasklet_struct *t)
{
	tasklet_disable_nosync(t);
	tasklet_unlock_spin_wait(t);
}
#endif

#endif
