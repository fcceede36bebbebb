/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PTR_RING_H
#define _LINUX_PTR_RING_H

#include <linux/cache.h>
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/types.h>

/*
 * include/linux/ptr_ring.h; 4.8 ... 7.2. A place that holds NULL is free. An entry that was consumed makes its place free at once, as rings of
 * fewer than 64 entries do; larger ones free a cache line of them together.
 */
#if UNOOPS_SINCE(4, 8)
struct ptr_ring {
	int producer;
	spinlock_t producer_lock;
	int consumer_head, consumer_tail;
	spinlock_t consumer_lock;
	int size, batch;
	void **queue;
};

/* The callers of those with two underscores hold the lock, or are alone on their side. */
static inline int __ptr_ring_next(const struct ptr_ring *r, int at) { return at + 1 < r->size ? at + 1 : 0; }
static inline bool __ptr_ring_full(struct ptr_ring *r) { return r->queue[r->producer] != NULL; }
static inline bool __ptr_ring_empty(struct ptr_ring *r)
{
	return !r->size || READ_ONCE(r->queue[r->consumer_head]) == NULL;
}
static inline void *__ptr_ring_peek(struct ptr_ring *r)
{
	return r->size ? READ_ONCE(r->queue[r->consumer_head]) : NULL;
}
static inline int __ptr_ring_produce(struct ptr_ring *r, void *ptr)
{
	if (!r->size || r->queue[r->producer])
		return -ENOSPC;
	WRITE_ONCE(r->queue[r->producer], ptr);
	r->producer = __ptr_ring_next(r, r->producer);
	return 0;
}
static inline void __ptr_ring_discard_one(struct ptr_ring *r)
{
	WRITE_ONCE(r->queue[r->consumer_head], NULL);
	r->consumer_head = __ptr_ring_next(r, r->consumer_head);
	r->consumer_tail = r->consumer_head;
}
static inline void *__ptr_ring_consume(struct ptr_ring *r)
{
	void *ptr = __ptr_ring_peek(r);

	if (ptr)
		__ptr_ring_discard_one(r);
	return ptr;
}
static inline int __ptr_ring_consume_batched(struct ptr_ring *r, void **array, int n)
{
	int got = 0;

	while (got < n && (array[got] = __ptr_ring_consume(r)))
		got++;
	return got;
}

#define unoops_ring_side(result, name, parameters, call, side, suffix, take, give)	\
	static inline result ptr_ring_##name##suffix parameters				\
	{										\
		result got;								\
											\
		take(&r->side##_lock);							\
		got = call;								\
		give(&r->side##_lock);							\
		return got;								\
	}
#define unoops_ring_any(result, name, parameters, call, side)				\
	static inline result ptr_ring_##name##_any parameters				\
	{										\
		unsigned long flags;							\
		result got;								\
											\
		spin_lock_irqsave(&r->side##_lock, flags);				\
		got = call;								\
		spin_unlock_irqrestore(&r->side##_lock, flags);				\
		return got;								\
	}
#define unoops_ring(result, name, parameters, call, side)							\
	unoops_ring_side(result, name, parameters, call, side, , spin_lock, spin_unlock)			\
	unoops_ring_side(result, name, parameters, call, side, _irq, spin_lock_irq, spin_unlock_irq)		\
	unoops_ring_side(result, name, parameters, call, side, _bh, spin_lock_bh, spin_unlock_bh)		\
	unoops_ring_any(result, name, parameters, call, side)

unoops_ring(bool, full, (struct ptr_ring *r), __ptr_ring_full(r), producer)
unoops_ring(int, produce, (struct ptr_ring *r, void *ptr), __ptr_ring_produce(r, ptr), producer)
unoops_ring(bool, empty, (struct ptr_ring *r), __ptr_ring_empty(r), consumer)
unoops_ring(void *, consume, (struct ptr_ring *r), __ptr_ring_consume(r), consumer)
unoops_ring(int, consume_batched, (struct ptr_ring *r, void **array, int n), __ptr_ring_consume_batched(r, array, n), consumer)

static inline int ptr_ring_init(struct ptr_ring *r, int size, gfp_t gfp)
{
	r->queue = kcalloc(size, sizeof(void *), gfp);
	if (!r->queue)
		return -ENOMEM;
	r->size = size;
	r->batch = 1;
	r->producer = r->consumer_head = r->consumer_tail = 0;
	spin_lock_init(&r->producer_lock);
	spin_lock_init(&r->consumer_lock);
	return 0;
}
static inline void ptr_ring_cleanup(struct ptr_ring *r, void (*destroy)(void *))
{
	void *ptr;

	if (destroy)
		while ((ptr = ptr_ring_consume(r)))
			destroy(ptr);
	kfree(r->queue);
}
#endif

#endif
