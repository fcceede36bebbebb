/* SPDX-License-Identifier: MIT */
/* lib/iov_iter.c; 4.4 ... 7.2. What a process hands to read() or write() is one piece. */
#include <linux/uaccess.h>
#include <linux/uio.h>
#include "model.h"

void iov_iter_advance(struct iov_iter *i, size_t bytes)
{
	bytes = min(bytes, i->count);
	i->iov_offset += bytes;
	i->count -= bytes;
}

/* All of it, or what could be copied. */
static size_t copied(struct iov_iter *i, size_t bytes, unsigned long left)
{
	iov_iter_advance(i, bytes - left);
	return bytes - left;
}

size_t copy_from_iter(void *to, size_t bytes, struct iov_iter *i)
{
	bytes = min(bytes, i->count);
	return copied(i, bytes, copy_from_user(to, i->ubuf + i->iov_offset, bytes));
}

size_t copy_to_iter(const void *from, size_t bytes, struct iov_iter *i)
{
	bytes = min(bytes, i->count);
	return copied(i, bytes, copy_to_user(i->ubuf + i->iov_offset, from, bytes));
}

size_t iov_iter_zero(size_t bytes, struct iov_iter *i)
{
	bytes = min(bytes, i->count);
	return copied(i, bytes, clear_user(i->ubuf + i->iov_offset, bytes));
}
