/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SCHED_MM_H
#define _LINUX_SCHED_MM_H

#include <linux/kernel.h>
#include <linux/atomic.h>
#include <linux/sched.h>
#include <linux/mm_types.h>
#include <linux/gfp.h>

/* kernel/fork.c; 4.4 ... 7.2. Threads have no address space; what the address space of a process holds is not modelled. */
static __always_inline struct mm_struct *get_task_mm(struct task_struct *task) { return task->mm; }
void mmput(struct mm_struct *mm);
#define mmgrab(mm)	((void)(mm))
#define mmdrop(mm)	((void)(mm))

#endif
