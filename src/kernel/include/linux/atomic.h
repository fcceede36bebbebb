/* SPDX-License-Identifier: MIT */
/*
 * atomic_t, atomic64_t and atomic_long_t. One table of operations makes all three: the machine is
 * sequentially consistent, so _relaxed, _acquire and _release are the same operation.
 */
#ifndef _LINUX_ATOMIC_H
#define _LINUX_ATOMIC_H

#include <linux/types.h>

typedef atomic_t atomic_long_t;
#define ATOMIC64_INIT(i)	{ (i) }
#define ATOMIC_LONG_INIT(i)	{ (i) }
#define UNOOPS_ATOMIC_SC		__ATOMIC_SEQ_CST

/* One value-returning operation and its weaker spellings. */
#define UNOOPS_ATOMIC_ORDERS(ret, name, params, args)						\
static __always_inline ret name##_relaxed params { return name args; }			\
static __always_inline ret name##_acquire params { return name args; }			\
static __always_inline ret name##_release params { return name args; }

#define UNOOPS_ATOMIC_ARITH(p, A, T, op)							\
static __always_inline void p##_##op(T i, A *v)						\
{ (void)__atomic_fetch_##op(&v->counter, i, UNOOPS_ATOMIC_SC); }				\
static __always_inline T p##_fetch_##op(T i, A *v)					\
{ return __atomic_fetch_##op(&v->counter, i, UNOOPS_ATOMIC_SC); }				\
UNOOPS_ATOMIC_ORDERS(T, p##_fetch_##op, (T i, A *v), (i, v))

#define UNOOPS_ATOMIC_RETURN(p, A, T, op)							\
static __always_inline T p##_##op##_return(T i, A *v)					\
{ return __atomic_##op##_fetch(&v->counter, i, UNOOPS_ATOMIC_SC); }				\
UNOOPS_ATOMIC_ORDERS(T, p##_##op##_return, (T i, A *v), (i, v))

/* The number is seen where it is added: what only counts up need not be told apart for ever (machine/idle-words.ts). */
#define UNOOPS_ATOMIC_STEP(p, A, T, step, op)							\
static __always_inline void p##_##step(A *v) { (void)__sync_fetch_and_##op(&v->counter, 1); }	\
static __always_inline T p##_##step##_return(A *v) { return __sync_##op##_and_fetch(&v->counter, 1); } \
static __always_inline T p##_fetch_##step(A *v) { return __sync_fetch_and_##op(&v->counter, 1); } \
static __always_inline bool p##_##step##_and_test(A *v) { return p##_##step##_return(v) == 0; } \
UNOOPS_ATOMIC_ORDERS(T, p##_##step##_return, (A *v), (v))					\
UNOOPS_ATOMIC_ORDERS(T, p##_fetch_##step, (A *v), (v))

#define UNOOPS_ATOMIC_FAMILY(p, A, T)								\
static __always_inline T p##_read(const A *v)						\
{ return *(const volatile T *)&v->counter; }						\
static __always_inline T p##_read_acquire(const A *v) { return p##_read(v); }		\
static __always_inline void p##_set(A *v, T i) { *(volatile T *)&v->counter = i; }	\
static __always_inline void p##_set_release(A *v, T i) { p##_set(v, i); }		\
UNOOPS_ATOMIC_ARITH(p, A, T, add)								\
UNOOPS_ATOMIC_ARITH(p, A, T, sub)								\
UNOOPS_ATOMIC_ARITH(p, A, T, and)								\
UNOOPS_ATOMIC_ARITH(p, A, T, or)								\
UNOOPS_ATOMIC_ARITH(p, A, T, xor)								\
UNOOPS_ATOMIC_RETURN(p, A, T, add)								\
UNOOPS_ATOMIC_RETURN(p, A, T, sub)								\
UNOOPS_ATOMIC_STEP(p, A, T, inc, add)								\
UNOOPS_ATOMIC_STEP(p, A, T, dec, sub)								\
static __always_inline void p##_andnot(T i, A *v) { p##_and(~i, v); }			\
static __always_inline T p##_fetch_andnot(T i, A *v) { return p##_fetch_and(~i, v); }	\
static __always_inline bool p##_sub_and_test(T i, A *v) { return p##_sub_return(i, v) == 0; } \
static __always_inline bool p##_add_negative(T i, A *v) { return p##_add_return(i, v) < 0; } \
static __always_inline T p##_xchg(A *v, T new)						\
{ return __atomic_exchange_n(&v->counter, new, UNOOPS_ATOMIC_SC); }				\
UNOOPS_ATOMIC_ORDERS(T, p##_xchg, (A *v, T new), (v, new))					\
static __always_inline bool p##_try_cmpxchg(A *v, T *old, T new)			\
{ return __atomic_compare_exchange_n(&v->counter, old, new, false, UNOOPS_ATOMIC_SC, UNOOPS_ATOMIC_SC); } \
UNOOPS_ATOMIC_ORDERS(bool, p##_try_cmpxchg, (A *v, T *old, T new), (v, old, new))		\
static __always_inline T p##_cmpxchg(A *v, T old, T new)				\
{ p##_try_cmpxchg(v, &old, new); return old; }						\
UNOOPS_ATOMIC_ORDERS(T, p##_cmpxchg, (A *v, T old, T new), (v, old, new))			\
static __always_inline T p##_fetch_add_unless(A *v, T a, T u)				\
{											\
	T c = p##_read(v);								\
	while (c != u && !p##_try_cmpxchg(v, &c, c + a))				\
		;									\
	return c;									\
}											\
static __always_inline bool p##_add_unless(A *v, T a, T u)				\
{ return p##_fetch_add_unless(v, a, u) != u; }						\
static __always_inline bool p##_inc_not_zero(A *v) { return p##_add_unless(v, 1, 0); }	\
static __always_inline T p##_dec_if_positive(A *v)					\
{											\
	T c = p##_read(v);								\
	while (c > 0 && !p##_try_cmpxchg(v, &c, c - 1))					\
		;									\
	return c - 1;									\
}

UNOOPS_ATOMIC_FAMILY(atomic, atomic_t, int)
UNOOPS_ATOMIC_FAMILY(atomic64, atomic64_t, s64)
UNOOPS_ATOMIC_FAMILY(atomic_long, atomic_long_t, int)

#define xchg(p, v)							\
	((typeof(*(p)))__atomic_exchange_n(p, v, UNOOPS_ATOMIC_SC))
#define cmpxchg(p, o, n)						\
({									\
	typeof(*(p)) __old = (o);					\
	__atomic_compare_exchange_n(p, (void *)&__old, n, false, UNOOPS_ATOMIC_SC, UNOOPS_ATOMIC_SC); \
	__old;								\
})
#define try_cmpxchg(p, o, n)						\
	__atomic_compare_exchange_n(p, (void *)(o), n, false, UNOOPS_ATOMIC_SC, UNOOPS_ATOMIC_SC)
#define xchg_relaxed	xchg
#define xchg_acquire	xchg
#define xchg_release	xchg
#define cmpxchg_relaxed	cmpxchg
#define cmpxchg_acquire	cmpxchg
#define cmpxchg_release	cmpxchg

#define smp_mb__before_atomic_dec()	barrier()
#define smp_mb__after_atomic_dec()	barrier()

#endif
