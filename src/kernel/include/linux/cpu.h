/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CPU_H
#define _LINUX_CPU_H

#include <linux/smp.h>

/* CPUs neither come nor go. */
#define cpus_read_lock()	do { } while (0)
#define cpus_read_unlock()	do { } while (0)
#define get_online_cpus()	do { } while (0)
#define put_online_cpus()	do { } while (0)

#endif
