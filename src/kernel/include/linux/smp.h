/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#include <linux/errno.h>
#include <linux/types.h>
#include <linux/list.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/preempt.h>
#include <linux/thread_info.h>

#define smp_processor_id()	0
#define raw_smp_processor_id()	0
#define __smp_processor_id()	0
#define get_cpu()		({ preempt_disable(); smp_processor_id(); })
#define put_cpu()		preempt_enable()
#define cpu_logical_map(cpu)	(cpu)

/* kernel/smp.c; 4.4 ... 7.2. On the one CPU that there is, with interrupts off. */
typedef void (*smp_call_func_t)(void *info);
int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait);
void on_each_cpu(smp_call_func_t func, void *info, int wait);
#define smp_call_function(func, info, wait)	do { (void)(func); (void)(info); } while (0)

#endif
