/* SPDX-License-Identifier: MIT */
/* One CPU as far as a module can tell; its tasks still interleave at every access. */
#ifndef _LINUX_CPUMASK_H
#define _LINUX_CPUMASK_H

#include <linux/kernel.h>
#include <linux/threads.h>
#include <linux/bitmap.h>
#include <linux/gfp.h>

/* What a module does for each CPU, it does once here: said beside the verdict. */
static __always_inline unsigned int unoops_only_cpu(void)
{
	unoops_assume("there is one CPU");
	return 0;
}
#define nr_cpu_ids		1u
#define nr_cpumask_bits		1u
typedef struct cpumask { unsigned long bits[1]; } cpumask_t;
typedef struct cpumask cpumask_var_t[1];
extern const struct cpumask unoops_cpu0_mask;
#define cpu_possible_mask	(&unoops_cpu0_mask)
#define cpu_online_mask		(&unoops_cpu0_mask)
#define cpu_present_mask	(&unoops_cpu0_mask)
#define cpu_active_mask		(&unoops_cpu0_mask)
#define cpu_all_mask		(&unoops_cpu0_mask)
#define cpu_none_mask		((const struct cpumask[1]){ { { 0 } } })
#define cpumask_of(cpu)		((void)(cpu), &unoops_cpu0_mask)
#define get_cpu_mask(cpu)	cpumask_of(cpu)
#define cpumask_of_node(node)	((void)(node), &unoops_cpu0_mask)
#define num_online_cpus()	(unoops_only_cpu() + 1u)
#define num_possible_cpus()	(unoops_only_cpu() + 1u)
#define num_present_cpus()	(unoops_only_cpu() + 1u)
#define num_active_cpus()	(unoops_only_cpu() + 1u)
#define cpu_online(cpu)		((cpu) == 0)
#define cpu_possible(cpu)	((cpu) == 0)
#define cpu_present(cpu)	((cpu) == 0)
#define cpu_active(cpu)		((cpu) == 0)
#define for_each_cpu(cpu, mask)		for ((cpu) = unoops_only_cpu(); (cpu) < 1; (cpu)++) if (!cpumask_test_cpu(0, mask)) ; else
#define for_each_possible_cpu(cpu)	for ((cpu) = unoops_only_cpu(); (cpu) < 1; (cpu)++)
#define for_each_online_cpu(cpu)	for ((cpu) = unoops_only_cpu(); (cpu) < 1; (cpu)++)
#define for_each_present_cpu(cpu)	for ((cpu) = unoops_only_cpu(); (cpu) < 1; (cpu)++)

#define cpumask_bits(mask)	((mask)->bits)
#define cpumask_pr_args(mask)	1, cpumask_bits(mask)
static __always_inline bool cpumask_test_cpu(int cpu, const struct cpumask *mask) { return test_bit(cpu, mask->bits); }
static __always_inline void cpumask_set_cpu(unsigned int cpu, struct cpumask *mask) { set_bit(cpu, mask->bits); }
static __always_inline void cpumask_clear_cpu(int cpu, struct cpumask *mask) { clear_bit(cpu, mask->bits); }
static __always_inline bool cpumask_test_and_set_cpu(int cpu, struct cpumask *mask) { return test_and_set_bit(cpu, mask->bits); }
static __always_inline bool cpumask_test_and_clear_cpu(int cpu, struct cpumask *mask) { return test_and_clear_bit(cpu, mask->bits); }
static __always_inline void cpumask_clear(struct cpumask *mask) { mask->bits[0] = 0; }
static __always_inline void cpumask_setall(struct cpumask *mask) { mask->bits[0] = 1; }
static __always_inline void cpumask_copy(struct cpumask *to, const struct cpumask *from) { *to = *from; }
static __always_inline bool cpumask_empty(const struct cpumask *mask) { return !(mask->bits[0] & 1); }
static __always_inline bool cpumask_equal(const struct cpumask *a, const struct cpumask *b) { return a->bits[0] == b->bits[0]; }
static __always_inline bool cpumask_and(struct cpumask *to, const struct cpumask *a, const struct cpumask *b)
{
	return (to->bits[0] = a->bits[0] & b->bits[0]) != 0;
}
static __always_inline void cpumask_or(struct cpumask *to, const struct cpumask *a, const struct cpumask *b)
{
	to->bits[0] = a->bits[0] | b->bits[0];
}
static __always_inline bool cpumask_andnot(struct cpumask *to, const struct cpumask *a, const struct cpumask *b)
{
	return (to->bits[0] = a->bits[0] & ~b->bits[0]) != 0;
}
static __always_inline unsigned int cpumask_weight(const struct cpumask *mask) { return mask->bits[0] & 1; }
static __always_inline unsigned int cpumask_first(const struct cpumask *mask) { return mask->bits[0] & 1 ? 0 : nr_cpu_ids; }
static __always_inline unsigned int cpumask_next(int cpu, const struct cpumask *mask)
{
	return cpu < 0 ? cpumask_first(mask) : nr_cpu_ids;
}
#define cpumask_last(mask)		cpumask_first(mask)
#define cpumask_any(mask)		cpumask_first(mask)
#define cpumask_any_but(mask, cpu)	((void)(mask), (void)(cpu), nr_cpu_ids)
#define cpumask_any_and(a, b)		cpumask_first(a)
static __always_inline bool alloc_cpumask_var(cpumask_var_t *mask, gfp_t flags) { (void)mask; (void)flags; return true; }
static __always_inline bool zalloc_cpumask_var(cpumask_var_t *mask, gfp_t flags) { cpumask_clear(*mask); return true; }
static __always_inline void free_cpumask_var(cpumask_var_t mask) { (void)mask; }

#define cpumask_size()		sizeof(struct cpumask)
#define CPU_MASK_ALL		(cpumask_t){ { 1 } }
#define CPU_MASK_NONE		(cpumask_t){ { 0 } }
#define CPU_MASK_CPU0		(cpumask_t){ { 1 } }

#endif
