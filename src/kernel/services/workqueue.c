/* SPDX-License-Identifier: MIT */
/* kernel/workqueue.c: only the names. What is queued there is not modelled: the calls are undefined, and reported. */
#include <linux/workqueue.h>

struct workqueue_struct *system_wq, *system_unbound_wq, *system_long_wq, *system_highpri_wq;
