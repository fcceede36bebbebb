/* SPDX-License-Identifier: MIT */
/* kernel/fork.c; 4.4 ... 7.2. */
#include <linux/sched/mm.h>
#include "model.h"

void mmput(struct mm_struct *mm) { unoops_check_may_sleep("mmput() in atomic context"); }

/* include/linux/mm.h; 4.4 ... 7.2: pages, of a process that uses little or much. */
unsigned long get_mm_counter(struct mm_struct *mm, int member) { return unoops_choose(2, "the process uses 4 GB") ? 4ul << (30 - PAGE_SHIFT) : 0; }
unsigned long get_mm_rss(struct mm_struct *mm) { return get_mm_counter(mm, MM_ANONPAGES); }
unsigned long get_mm_hiwater_rss(struct mm_struct *mm) { return get_mm_rss(mm); }
unsigned long get_mm_hiwater_vm(struct mm_struct *mm) { return get_mm_rss(mm); }
