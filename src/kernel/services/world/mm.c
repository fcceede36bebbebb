/* SPDX-License-Identifier: MIT */
/* kernel/fork.c; 4.4 ... 7.2. */
#include <linux/sched/mm.h>
#include "model.h"

void mmput(struct mm_struct *mm) { unoops_check_may_sleep("mmput() in atomic context"); }
