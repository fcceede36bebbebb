/* SPDX-License-Identifier: MIT */
/* lib/kfifo.c; 4.4 ... 7.2. */
#include <linux/kfifo.h>

int __kfifo_alloc(struct __kfifo *fifo, unsigned int size, size_t esize, gfp_t gfp)
{
	size = roundup_pow_of_two(size);
	*fifo = (struct __kfifo){ .mask = size - 1, .esize = esize, .data = kmalloc_array(size, esize, gfp) };
	if (fifo->data)
		return 0;
	fifo->mask = 0;
	return -ENOMEM;
}

void __kfifo_free(struct __kfifo *fifo)
{
	kfree(fifo->data);
	*fifo = (struct __kfifo){ .esize = fifo->esize };
}

static void *slot(struct __kfifo *fifo, unsigned int at)
{
	return (char *)fifo->data + (at & fifo->mask) * fifo->esize;
}

unsigned int __kfifo_in(struct __kfifo *fifo, const void *buf, unsigned int n)
{
	n = min(n, fifo->mask + 1 - __kfifo_fill(fifo));
	for (unsigned int i = 0; i < n; i++)
		memcpy(slot(fifo, fifo->in + i), (const char *)buf + i * fifo->esize, fifo->esize);
	fifo->in = (fifo->in + n) & __kfifo_wrap(fifo);
	return n;
}

unsigned int __kfifo_out_peek(struct __kfifo *fifo, void *buf, unsigned int n)
{
	n = min(n, __kfifo_fill(fifo));
	for (unsigned int i = 0; i < n; i++)
		memcpy((char *)buf + i * fifo->esize, slot(fifo, fifo->out + i), fifo->esize);
	return n;
}

unsigned int __kfifo_out(struct __kfifo *fifo, void *buf, unsigned int n)
{
	n = __kfifo_out_peek(fifo, buf, n);
	fifo->out = (fifo->out + n) & __kfifo_wrap(fifo);
	return n;
}
