/* SPDX-License-Identifier: MIT */
#ifndef _IIO_EVENTS_H_
#define _IIO_EVENTS_H_

#include <linux/iio/iio.h>
#include <linux/iio/types.h>

/* drivers/iio/industrialio-event.c; 4.4 ... 7.2. An event is read by nobody. */
#define IIO_MOD_EVENT_CODE(chan_type, number, modifier, type, direction) \
	((u64)(type) << 56 | (u64)(direction) << 48 | (u64)(modifier) << 40 | (u64)(chan_type) << 32 | (u16)(number))
#define IIO_UNMOD_EVENT_CODE(chan_type, number, type, direction)	IIO_MOD_EVENT_CODE(chan_type, number, 0, type, direction)
static __always_inline int iio_push_event(struct iio_dev *indio_dev, u64 ev_code, s64 timestamp)
{
	(void)*(struct iio_poll_func *volatile *)&indio_dev->pollfunc;
	return 0;
}

#endif
