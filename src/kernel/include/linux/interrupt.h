/* SPDX-License-Identifier: MIT */
/* Interrupts and tasklets are not modelled: the machine names the call. */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/kernel.h>
#include <linux/irqflags.h>
#include <linux/bottom_half.h>

typedef enum { IRQ_NONE, IRQ_HANDLED, IRQ_WAKE_THREAD } irqreturn_t;
typedef irqreturn_t (*irq_handler_t)(int irq, void *dev);
#define IRQF_SHARED	0x80
int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name, void *dev);
int request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t fn, unsigned long flags, const char *name, void *dev);
const void *free_irq(unsigned int irq, void *dev);

struct tasklet_struct {
	struct tasklet_struct *next;
	unsigned long state;
	atomic_t count;
#if HAS_NEW_TASKLET
	void (*callback)(struct tasklet_struct *t);
#endif
	void (*func)(unsigned long data);
	unsigned long data;
};
#if HAS_NEW_TASKLET
#define DECLARE_TASKLET(name, fn)	struct tasklet_struct name = { .callback = (fn) }
void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *t));
#define from_tasklet(var, t, member)	container_of(t, typeof(*var), member)
#else
#define DECLARE_TASKLET(name, fn, arg)	struct tasklet_struct name = { .func = (fn), .data = (arg) }
#endif
void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long data), unsigned long data);
void tasklet_schedule(struct tasklet_struct *t);
void tasklet_kill(struct tasklet_struct *t);

#endif
