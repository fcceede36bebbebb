/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PERCPU_H
#define _LINUX_PERCPU_H

#include <linux/smp.h>
#include <linux/topology.h>
#include <linux/atomic.h>
#include <linux/gfp.h>

/* One CPU, so one copy; this_cpu_*() are atomic, as no other task runs in their middle. */
#define DEFINE_PER_CPU(type, name)	typeof(type) name
#define DECLARE_PER_CPU(type, name)	extern typeof(type) name
#define DEFINE_PER_CPU_SHARED_ALIGNED	DEFINE_PER_CPU
#define DECLARE_PER_CPU_SHARED_ALIGNED	DECLARE_PER_CPU
#define DEFINE_PER_CPU_ALIGNED		DEFINE_PER_CPU
#define DEFINE_PER_CPU_READ_MOSTLY	DEFINE_PER_CPU
#define EXPORT_PER_CPU_SYMBOL(sym)	EXPORT_SYMBOL(sym)
#define per_cpu(var, cpu)		(*((void)(cpu), &(var)))
#define per_cpu_ptr(ptr, cpu)		((void)(cpu), (ptr))
#define this_cpu_ptr(ptr)		(ptr)
#define raw_cpu_ptr(ptr)		(ptr)
#define __this_cpu_ptr(ptr)		(ptr)
#define get_cpu_var(var)		(*({ preempt_disable(); &(var); }))
#define put_cpu_var(var)		do { (void)&(var); preempt_enable(); } while (0)
#define get_cpu_ptr(ptr)		({ preempt_disable(); (ptr); })
#define put_cpu_ptr(ptr)		do { (void)(ptr); preempt_enable(); } while (0)
#define __get_cpu_var(var)		(var)

#define this_cpu_read(var)		READ_ONCE(var)
#define this_cpu_write(var, v)		WRITE_ONCE(var, v)
#define this_cpu_add(var, v)		((void)__atomic_fetch_add(&(var), v, UNOOPS_ATOMIC_SC))
#define this_cpu_sub(var, v)		this_cpu_add(var, -(v))
#define this_cpu_inc(var)		this_cpu_add(var, 1)
#define this_cpu_dec(var)		this_cpu_add(var, -1)
#define this_cpu_add_return(var, v)	__atomic_add_fetch(&(var), v, UNOOPS_ATOMIC_SC)
#define this_cpu_inc_return(var)	this_cpu_add_return(var, 1)
#define this_cpu_dec_return(var)	this_cpu_add_return(var, -1)
#define __this_cpu_read			this_cpu_read
#define __this_cpu_write		this_cpu_write
#define __this_cpu_add			this_cpu_add
#define __this_cpu_inc			this_cpu_inc
#define __this_cpu_dec			this_cpu_dec
#define raw_cpu_read			this_cpu_read
#define raw_cpu_write			this_cpu_write

void *__alloc_percpu(size_t size, size_t align);
void free_percpu(void *ptr);
#define alloc_percpu(type)		((type *)__alloc_percpu(sizeof(type), __alignof__(type)))
#define alloc_percpu_gfp(type, gfp)	alloc_percpu(type)
#define __alloc_percpu_gfp(size, align, gfp) __alloc_percpu(size, align)

#endif
