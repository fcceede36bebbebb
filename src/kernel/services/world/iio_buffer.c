/* SPDX-License-Identifier: MIT */
/*
 * drivers/iio/industrialio-buffer.c, industrialio-trigger.c, buffer/industrialio-triggered-buffer.c; 4.4 ... 7.2. A process turns the buffer of a registered
 * device on and off again; between the two its trigger may fire, whoever's it is, as an interrupt with a thread of its own. Who unregisters the device
 * waits until the buffer is off.
 */
#include <linux/iio/trigger.h>
#include <linux/iio/triggered_buffer.h>
#include <linux/slab.h>
#include "class_use.h"

enum { TRIGGER_IRQ = 900 };

struct buffer_use {
	struct class_use use;
	struct iio_dev *indio_dev;
};

static int call_setup(struct iio_dev *indio_dev, int (*fn)(struct iio_dev *indio_dev)) { return fn ? fn(indio_dev) : 0; }

static int attach_poll_func(struct iio_dev *indio_dev)
{
	struct iio_poll_func *pf = indio_dev->pollfunc;
	struct iio_trigger *trig = indio_dev->trig;
	int err = request_threaded_irq(pf->irq, pf->h, pf->thread, IRQF_ONESHOT, "trigger", pf);

	if (err || !trig || !trig->ops || !trig->ops->set_trigger_state)
		return err;
	err = trig->ops->set_trigger_state(trig, true);
	if (err)
		free_irq(pf->irq, pf);
	return err;
}
static void detach_poll_func(struct iio_dev *indio_dev)
{
	struct iio_trigger *trig = indio_dev->trig;

	if (trig && trig->ops && trig->ops->set_trigger_state)
		(void)trig->ops->set_trigger_state(trig, false);
	free_irq(indio_dev->pollfunc->irq, indio_dev->pollfunc);
}
#if !UNOOPS_SINCE(5, 9)
int iio_triggered_buffer_postenable(struct iio_dev *indio_dev) { return attach_poll_func(indio_dev); }
int iio_triggered_buffer_predisable(struct iio_dev *indio_dev)
{
	detach_poll_func(indio_dev);
	return 0;
}
static const struct iio_buffer_setup_ops usual_setup = { .postenable = iio_triggered_buffer_postenable, .predisable = iio_triggered_buffer_predisable };
static int attach_buffer(struct iio_dev *indio_dev) { return 0; }
static void detach_buffer(struct iio_dev *indio_dev) { }
#else
static const struct iio_buffer_setup_ops usual_setup;
static int attach_buffer(struct iio_dev *indio_dev) { return attach_poll_func(indio_dev); }
static void detach_buffer(struct iio_dev *indio_dev) { detach_poll_func(indio_dev); }
#endif

static void turn_buffer_off(struct iio_dev *indio_dev)
{
	(void)call_setup(indio_dev, indio_dev->setup_ops->predisable);
	detach_buffer(indio_dev);
	(void)call_setup(indio_dev, indio_dev->setup_ops->postdisable);
	indio_dev->currentmode = INDIO_DIRECT_MODE;
}
static int turn_buffer_on(struct iio_dev *indio_dev)
{
	static const unsigned long first_channel = 1;
	int err = call_setup(indio_dev, indio_dev->setup_ops->preenable);

	if (err)
		return err;
	indio_dev->active_scan_mask = &first_channel;
	if (indio_dev->info->update_scan_mode)
		err = indio_dev->info->update_scan_mode(indio_dev, &first_channel);
	if (!err) {
		indio_dev->currentmode = INDIO_BUFFER_TRIGGERED;
		err = attach_buffer(indio_dev);
	}
	if (!err) {
		err = call_setup(indio_dev, indio_dev->setup_ops->postenable);
		if (err)
			detach_buffer(indio_dev);
	}
	if (err) {
		indio_dev->currentmode = INDIO_DIRECT_MODE;
		(void)call_setup(indio_dev, indio_dev->setup_ops->postdisable);
	}
	return err;
}

static void use_buffer(struct class_use *cu)
{
	struct iio_dev *indio_dev = ((struct buffer_use *)cu)->indio_dev;
	int err;

	unoops_tellf("echo 1 > /sys/bus/iio/devices/iio:device0/buffer/enable");
	mutex_lock(&indio_dev->mlock);
	err = turn_buffer_on(indio_dev);
	mutex_unlock(&indio_dev->mlock);
	if (err)
		return;
	unoops_yield();
	unoops_tellf("echo 0 > /sys/bus/iio/devices/iio:device0/buffer/enable");
	mutex_lock(&indio_dev->mlock);
	turn_buffer_off(indio_dev);
	mutex_unlock(&indio_dev->mlock);
}

void unoops_offer_iio_buffer(struct iio_dev *indio_dev)
{
	struct buffer_use *bu;

	if (!indio_dev->pollfunc)
		return;
	bu = unoops_new_class_use(sizeof(*bu), &indio_dev->pollfunc, use_buffer);
	bu->indio_dev = indio_dev;
	unoops_offer(&bu->use);
}
void unoops_withdraw_iio_buffer(struct iio_dev *indio_dev)
{
	struct class_use *cu = unoops_offered(&indio_dev->pollfunc);

	if (cu)
		unoops_withdraw(cu);
}

int iio_triggered_buffer_setup(struct iio_dev *indio_dev, irqreturn_t (*h)(int irq, void *p), irqreturn_t (*thread)(int irq, void *p),
			       const struct iio_buffer_setup_ops *setup_ops)
{
	struct iio_poll_func *pf;

	unoops_check_may_sleep("a buffer is set up in atomic context");
	if (indio_dev->pollfunc)
		return -EADDRINUSE;
	if (unoops_fault("iio_triggered_buffer_setup"))
		return -ENOMEM;
	pf = unoops_alloc(sizeof(*pf), "iio_poll_func");
	pf->indio_dev = indio_dev;
	pf->h = h;
	pf->thread = thread;
	pf->irq = TRIGGER_IRQ;
	indio_dev->pollfunc = pf;
	indio_dev->setup_ops = setup_ops ? setup_ops : &usual_setup;
	indio_dev->modes |= INDIO_BUFFER_TRIGGERED;
	return 0;
}
void iio_triggered_buffer_cleanup(struct iio_dev *indio_dev)
{
	unoops_free(indio_dev->pollfunc);
	indio_dev->pollfunc = NULL;
}
static void devm_buffer_release(void *indio_dev) { iio_triggered_buffer_cleanup(indio_dev); }
int devm_iio_triggered_buffer_setup(struct device *dev, struct iio_dev *indio_dev, irqreturn_t (*h)(int irq, void *p),
				    irqreturn_t (*thread)(int irq, void *p), const struct iio_buffer_setup_ops *setup_ops)
{
	int err = iio_triggered_buffer_setup(indio_dev, h, thread, setup_ops);

	return err ? err : devm_add_action_or_reset(dev, devm_buffer_release, indio_dev);
}

irqreturn_t iio_pollfunc_store_time(int irq, void *p)
{
	struct iio_poll_func *pf = p;

	pf->timestamp = iio_get_time_ns(pf->indio_dev);
	return IRQ_WAKE_THREAD;
}

/* --- triggers that a module offers: what they fire at may be fired at by any other as well --- */

static void free_trigger(struct device *dev) { unoops_free(container_of(dev, struct iio_trigger, dev)); }
static void devm_trigger_release(void *trig) { iio_trigger_free(trig); }
struct iio_trigger *unoops_iio_trigger(struct device *parent, bool managed)
{
	struct iio_trigger *trig;

	if (unoops_fault("iio_trigger_alloc"))
		return NULL;
	trig = unoops_alloc(sizeof(*trig), "iio_trigger");
	trig->name = "trigger";
	trig->dev.parent = parent;
	trig->dev.kobj.name = "trigger0";
	trig->dev.release = free_trigger;
	device_initialize(&trig->dev);
	return managed && devm_add_action_or_reset(parent, devm_trigger_release, trig) ? NULL : trig;
}
void iio_trigger_free(struct iio_trigger *trig)
{
	if (trig)
		put_device(&trig->dev);
}
int iio_trigger_register(struct iio_trigger *trig) { return device_add(&trig->dev); }
void iio_trigger_unregister(struct iio_trigger *trig) { device_del(&trig->dev); }
static void devm_trigger_unreg(void *trig) { iio_trigger_unregister(trig); }
int devm_iio_trigger_register(struct device *dev, struct iio_trigger *trig)
{
	int err = iio_trigger_register(trig);

	return err ? err : devm_add_action_or_reset(dev, devm_trigger_unreg, trig);
}
void iio_trigger_poll(struct iio_trigger *trig) { (void)*(volatile int *)&trig->id; }
#if UNOOPS_SINCE(6, 4)
void iio_trigger_poll_nested(struct iio_trigger *trig) { iio_trigger_poll(trig); }
#else
void iio_trigger_poll_chained(struct iio_trigger *trig) { iio_trigger_poll(trig); }
#endif
irqreturn_t iio_trigger_generic_data_rdy_poll(int irq, void *trig)
{
	iio_trigger_poll(trig);
	return IRQ_HANDLED;
}
void iio_trigger_notify_done(struct iio_trigger *trig)
{
	if (trig)
		(void)*(volatile int *)&trig->id;
}
int iio_trigger_validate_own_device(struct iio_trigger *trig, struct iio_dev *indio_dev)
{
	return indio_dev->dev.parent == trig->dev.parent ? 0 : -EINVAL;
}
