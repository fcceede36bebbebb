/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CPU_H
#define _LINUX_CPU_H

#include <linux/smp.h>
#include <linux/cpumask.h>
#include <linux/errno.h>

/* CPUs neither come nor go: callbacks for their coming run once, for the one that is there. */
void cpus_read_lock(void);
#define cpus_read_unlock()	do { } while (0)
#define get_online_cpus()	cpus_read_lock()
#define put_online_cpus()	do { } while (0)
#define CPUHP_AP_ONLINE_DYN	200
#define CPU_ONLINE		0x0002
#define CPU_DEAD		0x0007
enum cpuhp_state { CPUHP_INVALID = -1, CPUHP_OFFLINE = 0 };
int cpuhp_setup_state(int state, const char *name, int (*startup)(unsigned int cpu), int (*teardown)(unsigned int cpu));
int cpuhp_setup_state_nocalls(int state, const char *name, int (*startup)(unsigned int cpu), int (*teardown)(unsigned int cpu));
void cpuhp_remove_state(int state);
void cpuhp_remove_state_nocalls(int state);

#endif
