/* SPDX-License-Identifier: MIT */
/*
 * drivers/iio/industrialio-core.c; 4.4 ... 7.2. A process reads or writes one attribute of one channel; who unregisters the device waits for
 * that. Buffers: iio_buffer.c.
 */
#include <linux/iio/iio.h>
#include <linux/bitops.h>
#include <linux/slab.h>
#include "class_use.h"

/* Where the module has a buffer. */
void unoops_offer_iio_buffer(struct iio_dev *indio_dev) __weak;
void unoops_withdraw_iio_buffer(struct iio_dev *indio_dev) __weak;

struct sensor {
	struct class_use use;
	struct iio_dev *indio_dev;
};

#define UNOOPS_IIO_NAME(UPPER, lower)	#lower,
static const char *const iio_types[] = { UNOOPS_IIO_TYPES(UNOOPS_IIO_NAME) };
static const char *const iio_infos[] = { UNOOPS_IIO_INFOS(UNOOPS_IIO_NAME) };

static unsigned long channel_infos(const struct iio_chan_spec *chan)
{
	return chan->info_mask_separate | chan->info_mask_shared_by_type | chan->info_mask_shared_by_dir | chan->info_mask_shared_by_all;
}

/* The attribute that is so many further on, of all channels. */
static const struct iio_chan_spec *channel_attribute(const struct iio_dev *indio_dev, unsigned int which, long *info)
{
	int i;

	for (i = 0; i < indio_dev->num_channels; i++) {
		unsigned long infos = channel_infos(&indio_dev->channels[i]);

		for (*info = 0; *info < BITS_PER_LONG; ++*info)
			if (infos & 1ul << *info && !which--)
				return &indio_dev->channels[i];
	}
	return NULL;
}
static unsigned int channel_attributes(const struct iio_dev *indio_dev)
{
	unsigned int n = 0;
	int i;

	for (i = 0; i < indio_dev->num_channels; i++)
		n += hweight_long(channel_infos(&indio_dev->channels[i]));
	return n;
}

static void tell_iio(const struct iio_chan_spec *chan, long info, const char *how)
{
	const char *what = info < (long)ARRAY_SIZE(iio_infos) ? iio_infos[info] : "raw";

	if (chan->indexed)
		unoops_tellf("%s /sys/bus/iio/devices/iio:device0/%s_%s%d_%s", how, chan->output ? "out" : "in", iio_types[chan->type],
			     chan->channel, what);
	else
		unoops_tellf("%s /sys/bus/iio/devices/iio:device0/%s_%s_%s", how, chan->output ? "out" : "in", iio_types[chan->type], what);
}

static void use_sensor(struct class_use *cu)
{
	struct iio_dev *indio_dev = ((struct sensor *)cu)->indio_dev;
	unsigned int n = channel_attributes(indio_dev);
	const struct iio_info *ops = indio_dev->info;
	const struct iio_chan_spec *chan;
	int values[16], got;
	long info;

	if (!n)
		return;
	chan = channel_attribute(indio_dev, n > 1 ? unoops_choose(n, "") : 0, &info);
	if (ops->write_raw && unoops_choose(2, "")) {
		int value = unoops_some_number();
		char how[24];

		scnprintf(how, sizeof(how), "echo %d >", value);
		tell_iio(chan, info, how);
		ops->write_raw(indio_dev, chan, value, 0, info);
	} else if (ops->read_raw_multi) {
		tell_iio(chan, info, "cat");
		ops->read_raw_multi(indio_dev, chan, ARRAY_SIZE(values), values, &got, info);
	} else if (ops->read_raw) {
		tell_iio(chan, info, "cat");
		ops->read_raw(indio_dev, chan, &values[0], &values[1], info);
	}
}

/* The driver's part lies behind the device, and goes with it. */
static void free_iio(struct device *dev)
{
	struct iio_dev *indio_dev = dev_to_iio_dev(dev);

	if (indio_dev->unoops_private)
		unoops_free(indio_dev->unoops_private);
	unoops_free(indio_dev);
}
static struct iio_dev *new_iio_dev(struct device *parent, int sizeof_priv)
{
	struct iio_dev *indio_dev;

	unoops_check_may_sleep("an IIO device is made in atomic context");
	if (unoops_fault("iio_device_alloc"))
		return NULL;
	indio_dev = unoops_alloc(sizeof(*indio_dev), "iio_dev");
	if (sizeof_priv)
		indio_dev->unoops_private = unoops_alloc(sizeof_priv, "iio_priv");
	mutex_init(&indio_dev->mlock);
	indio_dev->dev.parent = parent;
	indio_dev->dev.kobj.name = "iio:device0";
	indio_dev->dev.release = free_iio;
	device_initialize(&indio_dev->dev);
	return indio_dev;
}
#if UNOOPS_SINCE(5, 9)
struct iio_dev *iio_device_alloc(struct device *parent, int sizeof_priv) { return new_iio_dev(parent, sizeof_priv); }
#else
struct iio_dev *iio_device_alloc(int sizeof_priv) { return new_iio_dev(NULL, sizeof_priv); }
#endif
void iio_device_free(struct iio_dev *indio_dev)
{
	if (indio_dev)
		put_device(&indio_dev->dev);
}
static void devm_iio_device_release(void *indio_dev) { iio_device_free(indio_dev); }
struct iio_dev *devm_iio_device_alloc(struct device *parent, int sizeof_priv)
{
	struct iio_dev *indio_dev = new_iio_dev(parent, sizeof_priv);

	if (!indio_dev || devm_add_action_or_reset(parent, devm_iio_device_release, indio_dev))
		return NULL;
	return indio_dev;
}

int iio_device_register(struct iio_dev *indio_dev)
{
	struct sensor *sensor;
	int err;

	if (!indio_dev->info)
		return -EINVAL;
	err = device_add(&indio_dev->dev);
	if (!err && indio_dev->info->attrs)
		err = sysfs_create_group(&indio_dev->dev.kobj, indio_dev->info->attrs);
	if (err)
		return err;
	sensor = unoops_new_class_use(sizeof(*sensor), indio_dev, use_sensor);
	sensor->indio_dev = indio_dev;
	unoops_offer(&sensor->use);
	if (&unoops_offer_iio_buffer)
		unoops_offer_iio_buffer(indio_dev);
	return 0;
}
void iio_device_unregister(struct iio_dev *indio_dev)
{
	struct class_use *cu = unoops_offered(indio_dev);

	if (&unoops_withdraw_iio_buffer)
		unoops_withdraw_iio_buffer(indio_dev);
	if (cu)
		unoops_withdraw(cu);
	device_del(&indio_dev->dev);
	indio_dev->info = NULL;
}
static void devm_iio_device_unreg(void *indio_dev) { iio_device_unregister(indio_dev); }
int devm_iio_device_register(struct device *dev, struct iio_dev *indio_dev)
{
	int err = iio_device_register(indio_dev);

	return err ? err : devm_add_action_or_reset(dev, devm_iio_device_unreg, indio_dev);
}

#if UNOOPS_SINCE(6, 15)
bool iio_device_claim_direct(struct iio_dev *indio_dev)
{
	mutex_lock(&indio_dev->mlock);
	if (!iio_buffer_enabled(indio_dev))
		return true;
	mutex_unlock(&indio_dev->mlock);
	return false;
}
void iio_device_release_direct(struct iio_dev *indio_dev) { mutex_unlock(&indio_dev->mlock); }
#elif UNOOPS_SINCE(4, 7)
int iio_device_claim_direct_mode(struct iio_dev *indio_dev)
{
	mutex_lock(&indio_dev->mlock);
	if (!iio_buffer_enabled(indio_dev))
		return 0;
	mutex_unlock(&indio_dev->mlock);
	return -EBUSY;
}
void iio_device_release_direct_mode(struct iio_dev *indio_dev) { mutex_unlock(&indio_dev->mlock); }
#endif
