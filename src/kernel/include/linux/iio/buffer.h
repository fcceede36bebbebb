/* SPDX-License-Identifier: MIT */
#ifndef _IIO_BUFFER_GENERIC_H_
#define _IIO_BUFFER_GENERIC_H_

#include <linux/iio/iio.h>

/* drivers/iio/industrialio-buffer.c; 4.4 ... 7.2. What is pushed is read by nobody. */
static __always_inline int iio_push_to_buffers(struct iio_dev *indio_dev, const void *data)
{
	(void)*(struct iio_poll_func *volatile *)&indio_dev->pollfunc;
	(void)*(const volatile char *)data;
	return 0;
}
static __always_inline int iio_push_to_buffers_with_timestamp(struct iio_dev *indio_dev, void *data, int64_t timestamp)
{
	return iio_push_to_buffers(indio_dev, data);
}

#endif
