/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_FREEZER_H
#define _LINUX_FREEZER_H

#include <linux/sched.h>
#include <linux/wait.h>

/* The system is never suspended. */
static __always_inline bool try_to_freeze(void) { might_sleep(); return false; }
static __always_inline bool freezing(struct task_struct *p) { (void)p; return false; }
static __always_inline bool frozen(struct task_struct *p) { (void)p; return false; }
bool set_freezable(void);
#if !UNOOPS_HAS_FREEZABLE_FLAG
#define freezable_schedule()		schedule()
#define freezable_schedule_timeout_interruptible(t) schedule_timeout_interruptible(t)
#endif
#define freezer_do_not_count()		do { } while (0)
#define freezer_count()			do { } while (0)

#endif
