/* SPDX-License-Identifier: MIT */
/*
 * drivers/parport/share.c, procfs.c; 4.4 ... 7.2. There is one port. A driver is told of it when it registers, and that it goes when it unregisters. Who
 * has claimed the port has it alone; an interrupt of its comes to that one.
 */
#include <linux/parport.h>
#include "class_use.h"

static struct parport the_port = { .base = 0x378, .name = "parport0", .irq = 7, .dma = -1 };

struct parport_irq {
	struct happening comes;
	struct pardevice *dev;
};

static void parport_irq_comes(struct happening *h)
{
	struct pardevice *dev = ((struct parport_irq *)h)->dev;
	struct task_struct *tsk;

	if (the_port.cad != dev)
		return;
	tsk = unoops_enter_hardirq();
	dev->irq_func(dev->private);
	unoops_leave_hardirq(tsk, "a parport interrupt returns while a lock is held");
}

int __parport_register_driver(struct parport_driver *driver, struct module *owner, const char *mod_name)
{
	unoops_check_may_sleep("a parport driver is registered in atomic context");
	if (driver->match_port)
		driver->match_port(&the_port);
	else if (driver->attach)
		driver->attach(&the_port);
	return 0;
}
void parport_unregister_driver(struct parport_driver *driver)
{
	unoops_check_may_sleep("a parport driver is unregistered in atomic context");
	if (driver->detach)
		driver->detach(&the_port);
}
struct parport *parport_find_number(int number) { return number || unoops_choose(2, "there is no parallel port") ? NULL : &the_port; }
struct parport *parport_find_base(unsigned long base) { return unoops_choose(2, "there is no such parallel port") ? NULL : &the_port; }
struct parport *parport_get_port(struct parport *port) { return port; }
void parport_put_port(struct parport *port) { }

struct pardevice *unoops_parport_register(struct parport *port, const char *name, const struct pardev_cb *cb)
{
	struct parport_irq *irq;
	struct pardevice *dev;

	unoops_check_may_sleep("a parport device is registered in atomic context");
	if (unoops_choose(2, "the parallel port is taken"))
		return NULL;
	dev = unoops_alloc(sizeof(*dev), "pardevice");
	*dev = (struct pardevice){ .name = name, .port = port, .preempt = cb->preempt, .wakeup = cb->wakeup, .irq_func = cb->irq_func,
				   .private = cb->private, .flags = cb->flags };
	if (cb->irq_func) {
		irq = unoops_new_happening(sizeof(*irq), parport_irq_comes, "parport0", unoops_times("a parallel port interrupts"));
		irq->dev = dev;
		dev->unoops_irq = &irq->comes;
		unoops_expect(dev->unoops_irq);
	}
	return dev;
}
void parport_unregister_device(struct pardevice *dev)
{
	unoops_check_may_sleep("a parport device is unregistered in atomic context");
	if (!dev)
		return;
	if (the_port.cad == dev)
		parport_release(dev);
	if (dev->unoops_irq)
		unoops_call_off(dev->unoops_irq, true);
	unoops_free(dev);
}

int parport_claim(struct pardevice *dev)
{
	struct parport *port = dev->port;

	if (port->cad == dev)
		return 0;
	if (port->unoops_claimed)
		return -EAGAIN;
	port->unoops_claimed = 1;
	port->cad = dev;
	return 0;
}
int parport_claim_or_block(struct pardevice *dev)
{
	unoops_check_may_sleep("parport_claim_or_block() in atomic context");
	if (!parport_claim(dev))
		return 0;
	unoops_block(&dev->port->unoops_claimed, ~0u, 0);
	return parport_claim(dev) ? -EAGAIN : 1;
}
void parport_release(struct pardevice *dev)
{
	struct parport *port = dev->port;

	if (port->cad != dev)
		return;
	port->cad = NULL;
	port->unoops_claimed = 0;
}
unsigned char unoops_parport_read(struct parport *port)
{
	unoops_look_at(port->number);
	return unoops_any_answer();
}
