/* SPDX-License-Identifier: MIT */
/* One CPU as far as a module can tell; its tasks still interleave at every access. */
#ifndef _LINUX_CPUMASK_H
#define _LINUX_CPUMASK_H

#include <linux/types.h>

#define NR_CPUS			1
#define nr_cpu_ids		1u
typedef struct cpumask { unsigned long bits[1]; } cpumask_t;
extern const struct cpumask unoops_cpu0_mask;
#define cpu_possible_mask	(&unoops_cpu0_mask)
#define cpu_online_mask		(&unoops_cpu0_mask)
#define cpu_present_mask	(&unoops_cpu0_mask)
#define cpumask_of(cpu)		((void)(cpu), &unoops_cpu0_mask)
#define num_online_cpus()	1u
#define num_possible_cpus()	1u
#define num_present_cpus()	1u
#define cpu_online(cpu)		((cpu) == 0)
#define cpu_possible(cpu)	((cpu) == 0)
#define cpu_present(cpu)	((cpu) == 0)
#define for_each_possible_cpu(cpu)	for ((cpu) = 0; (cpu) < 1; (cpu)++)
#define for_each_online_cpu(cpu)	for ((cpu) = 0; (cpu) < 1; (cpu)++)
#define for_each_present_cpu(cpu)	for ((cpu) = 0; (cpu) < 1; (cpu)++)
#define cpumask_first(mask)		((void)(mask), 0u)
#define cpumask_next(cpu, mask)		((void)(mask), (unsigned int)(cpu) + 1)

#endif
