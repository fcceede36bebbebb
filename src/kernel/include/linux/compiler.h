/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#include <unoops/versions.h>

/* As the kernel has it: a plain `inline` function is also there for other units. */
#define inline			inline __attribute__((__gnu_inline__)) __attribute__((__unused__))
#define __inline		inline
#define __inline__		inline
#define __always_inline		inline __attribute__((__always_inline__))
#define noinline		__attribute__((__noinline__))
#define __maybe_unused		__attribute__((__unused__))
#define __always_unused		__attribute__((__unused__))
#define __used			__attribute__((__used__))
#define __must_check		__attribute__((__warn_unused_result__))
#define __noreturn		__attribute__((__noreturn__))
#define __packed		__attribute__((__packed__))
#define __weak			__attribute__((__weak__))
#define __pure			__attribute__((__pure__))
#define __attribute_const__	__attribute__((__const__))
#define __aligned(x)		__attribute__((__aligned__(x)))
#define __printf(f, a)		__attribute__((__format__(printf, f, a)))
#define __deprecated
#define __must_be_array(a)	0
#define __no_kcsan
#define __no_sanitize_memory
#define __nonstring
#define __nonnull(x...)
#define __naked
#define __alias(sym)		__attribute__((__alias__(#sym)))
#define __assume_aligned(a...)
#define __init_or_module
#define uninitialized_var(x)	x = x
#define __scanf(f, a)		__attribute__((__format__(scanf, f, a)))
#define __compiletime_error(s)
#define __flatten
#define __pure_function
#define __bitwise__
#define __private
#define __safe
#define __chk_user_ptr(x)	(void)0
#define __cacheline_aligned_in_smp
#define ____cacheline_internodealigned_in_smp
#define __nocfi
#define __malloc
#define __cold
#define __hot
#define __visible
#define __designated_init
#define __cacheline_aligned
#define ____cacheline_aligned
#define ____cacheline_aligned_in_smp
#define __read_mostly
#define __ro_after_init
#define __latent_entropy
#define __no_sanitize_address
#define noinline_for_stack	noinline
#define notrace
#define asmlinkage
#define fallthrough		__attribute__((__fallthrough__))
#define __counted_by(member)
#define __section(s)

/* sparse's words */
#define __user
#define __kernel
#define __iomem
#define __percpu
#define __rcu
#define __force
#define __bitwise
#define __nocast
#define __must_hold(x)
#define __acquires(x)
#define __releases(x)
#define __acquire(x)		((void)0)
#define __release(x)		((void)0)
#define __cond_lock(x, c)	(c)

#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#define unreachable()		__builtin_unreachable()
#define __same_type(a, b)	__builtin_types_compatible_p(typeof(a), typeof(b))
#define data_race(expr)		(expr)
#define OPTIMIZER_HIDE_VAR(var)	((void)(var))

/* One access each, which the compiler may neither drop nor repeat. */
#define READ_ONCE(x)		(*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, val)	do { *(volatile typeof(x) *)&(x) = (val); } while (0)
#if !UNOOPS_SINCE(4, 15)
#define ACCESS_ONCE(x)		(*(volatile typeof(x) *)&(x))
#endif

/* The machine is sequentially consistent: a barrier only has to hold the compiler back. */
#define __READ_ONCE(x)		READ_ONCE(x)
#define __WRITE_ONCE(x, v)	WRITE_ONCE(x, v)
#define barrier()		__asm__ __volatile__("" : : : "memory")
#define mb()			barrier()
#define rmb()			barrier()
#define wmb()			barrier()
#define smp_mb()		barrier()
#define smp_rmb()		barrier()
#define smp_wmb()		barrier()
#define smp_mb__before_atomic()	barrier()
#define smp_mb__after_atomic()	barrier()
#define smp_mb__after_spinlock() barrier()
#define dma_rmb()		barrier()
#define dma_wmb()		barrier()
#define read_barrier_depends()	barrier()
#define smp_read_barrier_depends() barrier()
#define smp_mb__before_clear_bit() barrier()
#define smp_mb__after_clear_bit() barrier()
#define set_mb(x, v)		WRITE_ONCE(x, v)
#define smp_store_release(p, v)	WRITE_ONCE(*(p), v)
#define smp_load_acquire(p)	READ_ONCE(*(p))
#define smp_store_mb(x, v)	WRITE_ONCE(x, v)

#endif
