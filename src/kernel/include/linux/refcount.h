/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_REFCOUNT_H
#define _LINUX_REFCOUNT_H

#include <linux/atomic.h>
#include <linux/bug.h>

typedef struct refcount_struct { atomic_t refs; } refcount_t;
#define REFCOUNT_INIT(n)	{ .refs = ATOMIC_INIT(n) }
#define REFCOUNT_MAX		0x7fffffff
#define REFCOUNT_SATURATED	((int)UNOOPS_REFCOUNT_STUCK)

enum refcount_saturation_type {
	REFCOUNT_ADD_NOT_ZERO_OVF,
	REFCOUNT_ADD_OVF,
	REFCOUNT_ADD_UAF,
	REFCOUNT_SUB_UAF,
	REFCOUNT_DEC_LEAK,
};
void refcount_warn_saturate(refcount_t *r, enum refcount_saturation_type t);

static __always_inline void refcount_set(refcount_t *r, int n) { atomic_set(&r->refs, n); }
static __always_inline unsigned int refcount_read(const refcount_t *r) { return atomic_read(&r->refs); }

#if UNOOPS_REFCOUNT_INLINE
static __always_inline void refcount_add(int i, refcount_t *r)
{
	int old = atomic_fetch_add(i, &r->refs);

	if (unlikely(!old))
		refcount_warn_saturate(r, REFCOUNT_ADD_UAF);
	else if (unlikely(old < 0 || old + i < 0))
		refcount_warn_saturate(r, REFCOUNT_ADD_OVF);
}
static __always_inline void refcount_inc(refcount_t *r) { refcount_add(1, r); }

static __always_inline bool refcount_add_not_zero(int i, refcount_t *r)
{
	int old = atomic_fetch_add_unless(&r->refs, i, 0);

	if (unlikely(old < 0 || old + i < 0))
		refcount_warn_saturate(r, REFCOUNT_ADD_NOT_ZERO_OVF);
	return old;
}
static __always_inline bool refcount_inc_not_zero(refcount_t *r) { return refcount_add_not_zero(1, r); }

static __always_inline bool refcount_sub_and_test(int i, refcount_t *r)
{
	int old = atomic_fetch_sub(i, &r->refs);

	if (old == i && old > 0)
		return true;
	if (unlikely(old <= 0 || old - i < 0))
		refcount_warn_saturate(r, REFCOUNT_SUB_UAF);
	return false;
}
static __always_inline bool refcount_dec_and_test(refcount_t *r) { return refcount_sub_and_test(1, r); }

static __always_inline void refcount_dec(refcount_t *r)
{
	if (unlikely(atomic_fetch_sub(1, &r->refs) <= 1))
		refcount_warn_saturate(r, REFCOUNT_DEC_LEAK);
}
#else
/* CONFIG_REFCOUNT_FULL: functions of lib/refcount.c, each of which warns itself. */
#if UNOOPS_REFCOUNT_CHECKED_NAMES
#define refcount_add_not_zero	refcount_add_not_zero_checked
#define refcount_add		refcount_add_checked
#define refcount_inc_not_zero	refcount_inc_not_zero_checked
#define refcount_inc		refcount_inc_checked
#define refcount_sub_and_test	refcount_sub_and_test_checked
#define refcount_dec_and_test	refcount_dec_and_test_checked
#define refcount_dec		refcount_dec_checked
#endif
bool refcount_add_not_zero(unsigned int i, refcount_t *r);
void refcount_add(unsigned int i, refcount_t *r);
bool refcount_inc_not_zero(refcount_t *r);
void refcount_inc(refcount_t *r);
bool refcount_sub_and_test(unsigned int i, refcount_t *r);
bool refcount_dec_and_test(refcount_t *r);
void refcount_dec(refcount_t *r);
#endif

bool refcount_dec_if_one(refcount_t *r);
bool refcount_dec_not_one(refcount_t *r);
struct mutex;
struct spinlock;
bool refcount_dec_and_mutex_lock(refcount_t *r, struct mutex *lock);
bool refcount_dec_and_lock(refcount_t *r, struct spinlock *lock);

#endif
