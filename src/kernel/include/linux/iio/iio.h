/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IIO_IIO_H
#define _LINUX_IIO_IIO_H

#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/iio/types.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/of.h>

/* drivers/iio/industrialio-core.c; 4.4 ... 7.2. */
enum iio_shared_by { IIO_SEPARATE, IIO_SHARED_BY_TYPE, IIO_SHARED_BY_DIR, IIO_SHARED_BY_ALL };
enum iio_endian { IIO_CPU, IIO_BE, IIO_LE };
struct iio_dev;
struct iio_chan_spec;
struct iio_chan_spec_ext_info {
	const char *name;
	enum iio_shared_by shared;
	ssize_t (*read)(struct iio_dev *indio_dev, uintptr_t private, struct iio_chan_spec const *chan, char *buf);
	ssize_t (*write)(struct iio_dev *indio_dev, uintptr_t private, struct iio_chan_spec const *chan, const char *buf, size_t len);
	uintptr_t private;
};
struct iio_event_spec {
	enum iio_event_type type;
	enum iio_event_direction dir;
	unsigned long mask_separate, mask_shared_by_type, mask_shared_by_dir, mask_shared_by_all;
};
struct iio_chan_spec {
	enum iio_chan_type type;
	int channel, channel2;
	unsigned long address;
	int scan_index;
	struct { char sign; u8 realbits, storagebits, shift, repeat; enum iio_endian endianness; } scan_type;
	unsigned long info_mask_separate, info_mask_separate_available, info_mask_shared_by_type, info_mask_shared_by_type_available;
	unsigned long info_mask_shared_by_dir, info_mask_shared_by_dir_available, info_mask_shared_by_all, info_mask_shared_by_all_available;
	const struct iio_event_spec *event_spec;
	unsigned int num_event_specs;
	const struct iio_chan_spec_ext_info *ext_info;
	const char *extend_name, *datasheet_name;
	unsigned int modified : 1, indexed : 1, output : 1, differential : 1;
};
#define IIO_CHAN_SOFT_TIMESTAMP(si) { .type = IIO_TIMESTAMP, .channel = -1, .scan_index = (si), .scan_type = { .sign = 's', .realbits = 64, .storagebits = 64 } }
struct iio_trigger;
struct iio_info {
#if !UNOOPS_SINCE(4, 15)
	struct module *driver_module;
#endif
	const struct attribute_group *event_attrs, *attrs;
	int (*read_raw)(struct iio_dev *indio_dev, struct iio_chan_spec const *chan, int *val, int *val2, long mask);
	int (*read_raw_multi)(struct iio_dev *indio_dev, struct iio_chan_spec const *chan, int max_len, int *vals, int *val_len, long mask);
	int (*read_avail)(struct iio_dev *indio_dev, struct iio_chan_spec const *chan, const int **vals, int *type, int *length, long mask);
	int (*write_raw)(struct iio_dev *indio_dev, struct iio_chan_spec const *chan, int val, int val2, long mask);
	int (*write_raw_get_fmt)(struct iio_dev *indio_dev, struct iio_chan_spec const *chan, long mask);
	int (*read_event_config)(struct iio_dev *indio_dev, const struct iio_chan_spec *chan, enum iio_event_type type, enum iio_event_direction dir);
#if UNOOPS_SINCE(6, 14)
	int (*write_event_config)(struct iio_dev *indio_dev, const struct iio_chan_spec *chan, enum iio_event_type type, enum iio_event_direction dir, bool state);
#else
	int (*write_event_config)(struct iio_dev *indio_dev, const struct iio_chan_spec *chan, enum iio_event_type type, enum iio_event_direction dir, int state);
#endif
	int (*read_event_value)(struct iio_dev *indio_dev, const struct iio_chan_spec *chan, enum iio_event_type type, enum iio_event_direction dir, enum iio_event_info info, int *val, int *val2);
	int (*write_event_value)(struct iio_dev *indio_dev, const struct iio_chan_spec *chan, enum iio_event_type type, enum iio_event_direction dir, enum iio_event_info info, int val, int val2);
	int (*update_scan_mode)(struct iio_dev *indio_dev, const unsigned long *scan_mask);
	int (*validate_trigger)(struct iio_dev *indio_dev, struct iio_trigger *trig);
	int (*debugfs_reg_access)(struct iio_dev *indio_dev, unsigned int reg, unsigned int writeval, unsigned int *readval);
};
#define INDIO_DIRECT_MODE	0x01
#define INDIO_BUFFER_TRIGGERED	0x02
#define INDIO_BUFFER_SOFTWARE	0x04
#define INDIO_BUFFER_HARDWARE	0x08
struct iio_poll_func;
struct iio_buffer_setup_ops {
	int (*preenable)(struct iio_dev *indio_dev);
	int (*postenable)(struct iio_dev *indio_dev);
	int (*predisable)(struct iio_dev *indio_dev);
	int (*postdisable)(struct iio_dev *indio_dev);
	bool (*validate_scan_mask)(struct iio_dev *indio_dev, const unsigned long *scan_mask);
};
struct iio_dev {
	int modes, currentmode, num_channels;
	struct device dev;
	struct mutex mlock;
	const unsigned long *active_scan_mask, *available_scan_masks;
	struct iio_chan_spec const *channels;
	const char *name, *label;
	const struct iio_info *info;
	struct iio_poll_func *pollfunc;
	struct iio_trigger *trig;
	const struct iio_buffer_setup_ops *setup_ops;
	int scan_bytes;
	unsigned int masklength;
	bool scan_timestamp;
	void *unoops_private;
};
#define dev_to_iio_dev(d)	container_of(d, struct iio_dev, dev)
#if UNOOPS_SINCE(5, 9)
struct iio_dev *iio_device_alloc(struct device *parent, int sizeof_priv);
#else
struct iio_dev *iio_device_alloc(int sizeof_priv);
#endif
struct iio_dev *devm_iio_device_alloc(struct device *parent, int sizeof_priv);
void iio_device_free(struct iio_dev *indio_dev);
int iio_device_register(struct iio_dev *indio_dev);
void iio_device_unregister(struct iio_dev *indio_dev);
int devm_iio_device_register(struct device *dev, struct iio_dev *indio_dev);
static __always_inline void *iio_priv(const struct iio_dev *indio_dev) { return indio_dev->unoops_private; }
static __always_inline void iio_device_set_drvdata(struct iio_dev *indio_dev, void *data) { dev_set_drvdata(&indio_dev->dev, data); }
static __always_inline void *iio_device_get_drvdata(const struct iio_dev *indio_dev) { return dev_get_drvdata(&indio_dev->dev); }
static __always_inline bool iio_buffer_enabled(struct iio_dev *indio_dev) { return indio_dev->currentmode & ~INDIO_DIRECT_MODE; }
#if !UNOOPS_SINCE(5, 9)
/* For setup_ops of a buffer, which later kernels do themselves. */
int iio_triggered_buffer_postenable(struct iio_dev *indio_dev);
int iio_triggered_buffer_predisable(struct iio_dev *indio_dev);
#endif
#if UNOOPS_SINCE(6, 15)
bool iio_device_claim_direct(struct iio_dev *indio_dev);
void iio_device_release_direct(struct iio_dev *indio_dev);
#elif UNOOPS_SINCE(4, 7)
int iio_device_claim_direct_mode(struct iio_dev *indio_dev);
void iio_device_release_direct_mode(struct iio_dev *indio_dev);
#endif
static __always_inline s64 iio_get_time_ns(const struct iio_dev *indio_dev) { return ktime_get_real_ns(); }

#endif
