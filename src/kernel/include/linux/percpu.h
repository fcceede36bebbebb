/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PERCPU_H
#define _LINUX_PERCPU_H

#include <linux/smp.h>
#include <linux/atomic.h>

/* One CPU, so one copy; this_cpu_*() are atomic, as no other task runs in their middle. */
#define DEFINE_PER_CPU(type, name)	typeof(type) name
#define DECLARE_PER_CPU(type, name)	extern typeof(type) name
#define per_cpu(var, cpu)		(*((void)(cpu), &(var)))
#define per_cpu_ptr(ptr, cpu)		((void)(cpu), (ptr))
#define this_cpu_read(var)		READ_ONCE(var)
#define this_cpu_write(var, v)		WRITE_ONCE(var, v)
#define this_cpu_add(var, v)		((void)__atomic_fetch_add(&(var), v, ATOMIC_SC))
#define this_cpu_inc(var)		this_cpu_add(var, 1)
#define this_cpu_dec(var)		this_cpu_add(var, -1)

#endif
