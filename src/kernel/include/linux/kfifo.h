/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KFIFO_H
#define _LINUX_KFIFO_H

#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/*
 * A ring of `mask` + 1 elements; in and out wrap around at twice that, so that a ring that is used for ever comes back to where
 * it was: the real ones wrap as unsigned ints do, which nobody can tell from this. A DECLARE_KFIFO'd one brings its buffer along, a DECLARE_KFIFO_PTR'd one has it allocated.
 */
struct __kfifo {
	unsigned int in, out, mask, esize;
	void *data;
};
struct kfifo { struct __kfifo kfifo; unsigned char *type; unsigned char buf[0]; };

#define DECLARE_KFIFO_PTR(name, T)	struct { struct __kfifo kfifo; T *type; T buf[0]; } name
#define DECLARE_KFIFO(name, T, size)						\
	struct { struct __kfifo kfifo; T *type; T buf[((size) & ((size) - 1)) ? -1 : (size)]; } name
#define __KFIFO_INITIALIZER(name)						\
	{ .kfifo = { .mask = ARRAY_SIZE((name).buf) - 1, .esize = sizeof((name).buf[0]), .data = (name).buf } }
#define DEFINE_KFIFO(name, T, size)						\
	DECLARE_KFIFO(name, T, size) = {					\
		.kfifo = { .mask = (size) - 1, .esize = sizeof(T), .data = name.buf } }
#define INIT_KFIFO(name)							\
	((name).kfifo = (struct __kfifo){ .mask = sizeof((name).buf) / sizeof((name).buf[0]) - 1, \
					  .esize = sizeof((name).buf[0]), .data = (name).buf })

int __kfifo_alloc(struct __kfifo *fifo, unsigned int size, size_t esize, gfp_t gfp);
void __kfifo_free(struct __kfifo *fifo);
unsigned int __kfifo_in(struct __kfifo *fifo, const void *buf, unsigned int n);
unsigned int __kfifo_out_peek(struct __kfifo *fifo, void *buf, unsigned int n);
unsigned int __kfifo_out(struct __kfifo *fifo, void *buf, unsigned int n);

#define __kfifo_wrap(fifo)		(2 * (fifo)->mask + 1)
#define __kfifo_fill(fifo)		((READ_ONCE((fifo)->in) - READ_ONCE((fifo)->out)) & __kfifo_wrap(fifo))
#define __kfifo_is_elem(fifo, p)	((void)((fifo)->type == (p)))
#define kfifo_alloc(fifo, size, gfp)	__kfifo_alloc(&(fifo)->kfifo, size, sizeof(*(fifo)->type), gfp)
#define kfifo_free(fifo)		__kfifo_free(&(fifo)->kfifo)
#define kfifo_reset(fifo)		((void)((fifo)->kfifo.in = (fifo)->kfifo.out = 0))
#define kfifo_initialized(fifo)		((fifo)->kfifo.data != NULL)
#define kfifo_esize(fifo)		((fifo)->kfifo.esize)
#define kfifo_size(fifo)		((fifo)->kfifo.mask + 1)
#define kfifo_len(fifo)			__kfifo_fill(&(fifo)->kfifo)
#define kfifo_is_empty(fifo)		(kfifo_len(fifo) == 0)
#define kfifo_is_full(fifo)		(kfifo_len(fifo) > (fifo)->kfifo.mask)
#define kfifo_avail(fifo)		(kfifo_size(fifo) - kfifo_len(fifo))
#define kfifo_in(fifo, buf, n)							\
	({ __kfifo_is_elem(fifo, (typeof((fifo)->type))(buf)); __kfifo_in(&(fifo)->kfifo, buf, n); })
#define kfifo_out(fifo, buf, n)		__kfifo_out(&(fifo)->kfifo, buf, n)
#define kfifo_out_peek(fifo, buf, n)	__kfifo_out_peek(&(fifo)->kfifo, buf, n)
#define kfifo_skip_count(fifo, n)	((void)((fifo)->kfifo.out += (n)))
#define kfifo_put(fifo, val)							\
	({ typeof(*(fifo)->type) __elem = (val); __kfifo_in(&(fifo)->kfifo, &__elem, 1); })
#define kfifo_get(fifo, val)							\
	({ __kfifo_is_elem(fifo, val); __kfifo_out(&(fifo)->kfifo, val, 1); })
#define kfifo_peek(fifo, val)							\
	({ __kfifo_is_elem(fifo, val); __kfifo_out_peek(&(fifo)->kfifo, val, 1); })
#define kfifo_in_spinlocked(fifo, buf, n, lock)					\
({										\
	unsigned long __flags;							\
	unsigned int __done;							\
	spin_lock_irqsave(lock, __flags);					\
	__done = kfifo_in(fifo, buf, n);					\
	spin_unlock_irqrestore(lock, __flags);					\
	__done;									\
})
#define kfifo_out_spinlocked(fifo, buf, n, lock)				\
({										\
	unsigned long __flags;							\
	unsigned int __done;							\
	spin_lock_irqsave(lock, __flags);					\
	__done = kfifo_out(fifo, buf, n);					\
	spin_unlock_irqrestore(lock, __flags);					\
	__done;									\
})
#define kfifo_to_user(fifo, to, len, copied)					\
({										\
	unsigned int __to_copy = min_t(unsigned int, len, kfifo_len(fifo) * kfifo_esize(fifo)), __off; \
	int __failed = 0;							\
	char __elem[sizeof(*(fifo)->type)];					\
	for (__off = 0; __off + kfifo_esize(fifo) <= __to_copy && !__failed; __off += kfifo_esize(fifo)) { \
		__kfifo_out(&(fifo)->kfifo, __elem, 1);				\
		__failed = copy_to_user((char __user *)(to) + __off, __elem, kfifo_esize(fifo)) ? -EFAULT : 0; \
	}									\
	*(copied) = __off;							\
	__failed;								\
})
#define kfifo_from_user(fifo, from, len, copied)				\
({										\
	unsigned int __to_copy = min_t(unsigned int, len, kfifo_avail(fifo) * kfifo_esize(fifo)), __off; \
	int __failed = 0;							\
	char __elem[sizeof(*(fifo)->type)];					\
	for (__off = 0; __off + kfifo_esize(fifo) <= __to_copy && !__failed; __off += kfifo_esize(fifo)) { \
		__failed = copy_from_user(__elem, (const char __user *)(from) + __off, kfifo_esize(fifo)) ? -EFAULT : 0; \
		if (!__failed)							\
			__kfifo_in(&(fifo)->kfifo, __elem, 1);			\
	}									\
	*(copied) = __off;							\
	__failed;								\
})
#define kfifo_in_locked		kfifo_in_spinlocked
#define kfifo_out_locked	kfifo_out_spinlocked

#endif
