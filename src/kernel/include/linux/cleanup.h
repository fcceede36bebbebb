/* SPDX-License-Identifier: MIT */
/* Cleanup at the end of a scope: 6.5 on. The class_NAME_* names are what users write against. */
#ifndef _LINUX_CLEANUP_H
#define _LINUX_CLEANUP_H

#include <linux/types.h>

#if UNOOPS_HAS_CLEANUP_H

#define __cleanup(fn)	__attribute__((__cleanup__(fn)))
#define __CLEANUP_PASTE(a, b)	a##b
#define __CLEANUP_NAME(a, b)	__CLEANUP_PASTE(a, b)

/* DEFINE_FREE(kfree, void *, if (_T) kfree(_T)): what __free(kfree) does to a variable, _T. */
#define DEFINE_FREE(name, type, drop)						\
static __always_inline __maybe_unused void __free_##name(void *p) { type _T = *(type *)p; drop; }
#define __free(name)	__cleanup(__free_##name)

#define no_free_ptr(p)	({ typeof(p) __kept = (p); (p) = NULL; __kept; })
#define return_ptr(p)	return no_free_ptr(p)
#define retain_and_null_ptr(p) ((void)no_free_ptr(p))

#define DEFINE_CLASS(name, type, leave, enter, params...)			\
typedef type class_##name##_t;							\
static __always_inline __maybe_unused void class_##name##_destructor(type *p) { type _T = *p; leave; } \
static __always_inline __maybe_unused type class_##name##_constructor(params) { type t = enter; return t; }
#define CLASS(name, var)							\
	class_##name##_t var __maybe_unused __cleanup(class_##name##_destructor) = class_##name##_constructor

/* A guard is a class whose value is the lock; lock_ptr() says whether it is held. */
#define DEFINE_GUARD(name, type, lock, unlock)					\
DEFINE_CLASS(name, type, if (_T) { unlock; }, ({ lock; _T; }), type _T)		\
static __always_inline __maybe_unused void *class_##name##_lock_ptr(class_##name##_t *p) { return (void *)*p; }
#define DEFINE_GUARD_COND(name, ext, condlock)					\
typedef class_##name##_t class_##name##ext##_t;					\
static __always_inline __maybe_unused void class_##name##ext##_destructor(class_##name##_t *p) { class_##name##_destructor(p); } \
static __always_inline __maybe_unused class_##name##_t class_##name##ext##_constructor(class_##name##_t _T) \
{ return (condlock) ? _T : NULL; }						\
static __always_inline __maybe_unused void *class_##name##ext##_lock_ptr(class_##name##_t *p) { return (void *)*p; }

/* The same for locks that carry something more, such as the saved flags. */
#define __DEFINE_LOCK_GUARD(name, type, unlock, more...)			\
typedef struct { type *lock; more; } class_##name##_t;				\
static __always_inline __maybe_unused void class_##name##_destructor(class_##name##_t *_T) { if (_T->lock) { unlock; } } \
static __always_inline __maybe_unused void *class_##name##_lock_ptr(class_##name##_t *_T) { return (void *)_T->lock; }
#define DEFINE_LOCK_GUARD_1(name, type, dolock, unlock, more...)		\
__DEFINE_LOCK_GUARD(name, type, unlock, more)					\
static __always_inline __maybe_unused class_##name##_t class_##name##_constructor(type *l) \
{ class_##name##_t _t = { .lock = l }, *_T = &_t; dolock; return _t; }
#define DEFINE_LOCK_GUARD_0(name, dolock, unlock, more...)			\
__DEFINE_LOCK_GUARD(name, void, unlock, more)					\
static __always_inline __maybe_unused class_##name##_t class_##name##_constructor(void) \
{ class_##name##_t _t = { .lock = (void *)1 }, *_T __maybe_unused = &_t; dolock; return _t; }

#define guard(name)	CLASS(name, __CLEANUP_NAME(__guard_, __COUNTER__))
/* A scope is a loop that runs once: `break` leaves it, and the guard goes with it. */
#define __scope(name, var, args...)						\
	for (bool __enter = true; __enter;)					\
		for (CLASS(name, var)(args); __enter; __enter = false)
#define scoped_guard(name, args...)						\
	__scoped_guard(name, __CLEANUP_NAME(__scope_, __COUNTER__), args)
#define __scoped_guard(name, var, args...)					\
	__scope(name, var, args)						\
		if (!class_##name##_lock_ptr(&var)) ; else
#define scoped_cond_guard(name, fail, args...)					\
	__scoped_cond_guard(name, __CLEANUP_NAME(__scope_, __COUNTER__), fail, args)
#define __scoped_cond_guard(name, var, fail, args...)				\
	__scope(name, var, args)						\
		if (!class_##name##_lock_ptr(&var)) { fail; } else

#endif

#endif
