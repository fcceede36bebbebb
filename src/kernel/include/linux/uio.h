/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_UIO_H
#define _LINUX_UIO_H

#include <linux/socket.h>

static __always_inline size_t iov_iter_count(const struct iov_iter *i)
{
	return i->count;
}
static __always_inline void iov_iter_truncate(struct iov_iter *i, u64 count)
{
	if (i->count > count)
		i->count = count;
}
void iov_iter_advance(struct iov_iter *i, size_t bytes);
size_t iov_iter_zero(size_t bytes, struct iov_iter *i);
size_t copy_from_iter(void *to, size_t bytes, struct iov_iter *i);
size_t copy_to_iter(const void *from, size_t bytes, struct iov_iter *i);
static __always_inline bool copy_from_iter_full(void *to, size_t bytes, struct iov_iter *i)
{
	return copy_from_iter(to, bytes, i) == bytes;
}
static __always_inline bool copy_to_iter_full(const void *from, size_t bytes, struct iov_iter *i)
{
	return copy_to_iter(from, bytes, i) == bytes;
}

#endif
