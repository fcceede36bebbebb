/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IIO_SYSFS_H
#define _LINUX_IIO_SYSFS_H

#include <linux/device.h>

/* include/linux/iio/sysfs.h; 4.4 ... 7.2. */
struct iio_dev_attr { struct device_attribute dev_attr; u64 address; };
#define to_iio_dev_attr(d)	container_of(d, struct iio_dev_attr, dev_attr)
#define IIO_ATTR(_name, _mode, _show, _store, _addr)	{ .dev_attr = __ATTR(_name, _mode, _show, _store), .address = _addr }
#define IIO_DEVICE_ATTR(_name, _mode, _show, _store, _addr) \
	struct iio_dev_attr iio_dev_attr_##_name = IIO_ATTR(_name, _mode, _show, _store, _addr)

#endif
