/* SPDX-License-Identifier: MIT */
#ifndef _IIO_TRIGGER_H_
#define _IIO_TRIGGER_H_

#include <linux/device.h>
#include <linux/export.h>
#include <linux/iio/iio.h>
#include <linux/iio/trigger_consumer.h>

/* drivers/iio/industrialio-trigger.c; 4.4 ... 7.2. */
struct iio_trigger_ops {
#if !UNOOPS_SINCE(4, 15)
	struct module *owner;
#endif
	int (*set_trigger_state)(struct iio_trigger *trig, bool state);
#if UNOOPS_SINCE(5, 12)
	void (*reenable)(struct iio_trigger *trig);
#else
	int (*try_reenable)(struct iio_trigger *trig);
#endif
	int (*validate_device)(struct iio_trigger *trig, struct iio_dev *indio_dev);
};
struct iio_trigger {
	const struct iio_trigger_ops *ops;
	int id;
	const char *name;
	struct device dev;
};
struct iio_trigger *unoops_iio_trigger(struct device *parent, bool managed);
#if UNOOPS_SINCE(5, 13)
#define iio_trigger_alloc(parent, fmt, ...)	unoops_iio_trigger(parent, false)
#else
#define iio_trigger_alloc(fmt, ...)		unoops_iio_trigger(NULL, false)
#endif
#define devm_iio_trigger_alloc(parent, fmt, ...)	unoops_iio_trigger(parent, true)
void iio_trigger_free(struct iio_trigger *trig);
int iio_trigger_register(struct iio_trigger *trig);
void iio_trigger_unregister(struct iio_trigger *trig);
int devm_iio_trigger_register(struct device *dev, struct iio_trigger *trig);
void iio_trigger_poll(struct iio_trigger *trig);
#if UNOOPS_SINCE(6, 4)
void iio_trigger_poll_nested(struct iio_trigger *trig);
#else
void iio_trigger_poll_chained(struct iio_trigger *trig);
#endif
irqreturn_t iio_trigger_generic_data_rdy_poll(int irq, void *trig);
int iio_trigger_validate_own_device(struct iio_trigger *trig, struct iio_dev *indio_dev);
static __always_inline struct iio_trigger *iio_trigger_get(struct iio_trigger *trig)
{
	get_device(&trig->dev);
	return trig;
}
static __always_inline void iio_trigger_put(struct iio_trigger *trig) { put_device(&trig->dev); }
static __always_inline void iio_trigger_set_drvdata(struct iio_trigger *trig, void *data) { dev_set_drvdata(&trig->dev, data); }
static __always_inline void *iio_trigger_get_drvdata(struct iio_trigger *trig) { return dev_get_drvdata(&trig->dev); }

#endif
