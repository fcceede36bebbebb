/* SPDX-License-Identifier: MIT */
#include <linux/sched/task.h>
