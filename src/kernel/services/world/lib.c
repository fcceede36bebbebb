/* SPDX-License-Identifier: MIT */
/* lib/bitmap.c, lib/hexdump.c, lib/cmdline.c, lib/sort.c, lib/math/int_sqrt.c, drivers/char/random.c; 4.4 ... 7.2. */
#include <linux/bitmap.h>
#include <linux/hrtimer.h>
#include <linux/kallsyms.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/random.h>
#include <linux/cpu.h>
#include <linux/seqlock.h>
#include <linux/slab.h>
#include <linux/bsearch.h>
#include <linux/list_sort.h>
#include <linux/sort.h>
#include <linux/srcu.h>
#include <linux/string.h>
#include <linux/utsname.h>
#include <linux/wait_bit.h>
#include <linux/ctype.h>
#include "model.h"

/* --- bits ------------------------------------------------------------------------------- */

void bitmap_set(unsigned long *map, unsigned int start, unsigned int n)
{
	for (; n--; start++)
		__set_bit(start, map);
}
void bitmap_clear(unsigned long *map, unsigned int start, unsigned int n)
{
	for (; n--; start++)
		__clear_bit(start, map);
}
unsigned int bitmap_weight(const unsigned long *map, unsigned int n)
{
	unsigned int weight = 0;

	while (n--)
		weight += test_bit(n, map);
	return weight;
}
unsigned long bitmap_find_next_zero_area(unsigned long *map, unsigned long size, unsigned long start, unsigned int n,
					 unsigned long align_mask)
{
	unsigned long next;

	for (;;) {
		start = (find_next_zero_bit(map, size, start) + align_mask) & ~align_mask;
		if (start + n > size)
			return start + n;
		next = find_next_bit(map, start + n, start);
		if (next >= start + n)
			return start;
		start = next + 1;
	}
}
unsigned long *bitmap_zalloc(unsigned int n, gfp_t flags) { return kcalloc(BITS_TO_LONGS(n), sizeof(long), flags); }
unsigned long *bitmap_alloc(unsigned int n, gfp_t flags) { return bitmap_zalloc(n, flags); }
void bitmap_free(const unsigned long *map) { kfree(map); }

/* kernel/sched/wait_bit.c; 4.4 ... 7.2. */
int out_of_line_wait_on_bit(void *word, int bit, unsigned int mode)
{
	unoops_check_may_sleep("wait_on_bit() in atomic context");
	unoops_block((unsigned long *)word + bit / BITS_PER_LONG, 1u << bit % BITS_PER_LONG, 0);
	return 0;
}
void wake_up_bit(void *word, int bit) { }
void __wake_up_var(void *var) { }

/* --- text ------------------------------------------------------------------------------- */

const char hex_asc[] = "0123456789abcdef";

int hex_to_bin(unsigned char ch)
{
	return isdigit(ch) ? ch - '0' : isxdigit(ch) ? tolower(ch) - 'a' + 10 : -1;
}
int hex2bin(u8 *dst, const char *src, size_t count)
{
	for (; count--; src += 2) {
		int hi = hex_to_bin(src[0]), lo = hex_to_bin(src[1]);

		if (hi < 0 || lo < 0)
			return -EINVAL;
		*dst++ = hi << 4 | lo;
	}
	return 0;
}
char *bin2hex(char *dst, const void *src, size_t count)
{
	const unsigned char *p = src;

	for (; count--; p++) {
		*dst++ = hex_asc_hi(*p);
		*dst++ = hex_asc_lo(*p);
	}
	return dst;
}
int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize, char *linebuf, size_t linebuflen, bool ascii)
{
	if (linebuflen)
		linebuf[0] = 0;
	return 0;
}
int get_option(char **str, int *pint)
{
	char *cur = *str;

	if (!cur || !*cur)
		return 0;
	*pint = simple_strtol(cur, str, 0);
	if (cur == *str)
		return 0;
	if (**str != ',')
		return 1;
	++*str;
	return 2;
}
unsigned long long memparse(const char *ptr, char **retptr)
{
	char *end;
	unsigned long long n = simple_strtoull(ptr, &end, 0);
	int shift = (*end | 32) == 'g' ? 30 : (*end | 32) == 'm' ? 20 : (*end | 32) == 'k' ? 10 : 0;

	if (retptr)
		*retptr = end + (shift != 0);
	return n << shift;
}
int sprint_symbol(char *buffer, unsigned long address) { return sprintf(buffer, "0x%lx", address); }

void *bsearch(const void *key, const void *base, size_t num, size_t size, int (*cmp)(const void *key, const void *elt))
{
	size_t i;

	for (i = 0; i < num; i++)
		if (!cmp(key, (const char *)base + i * size))
			return (char *)base + i * size;
	return NULL;
}

/* Equal ones keep their order. */
void list_sort(void *priv, struct list_head *head, int (*cmp)(void *priv, unoops_sorted a, unoops_sorted b))
{
	LIST_HEAD(sorted);
	struct list_head *at, *next, *behind;

	list_for_each_safe(at, next, head) {
		list_for_each_prev(behind, &sorted)
			if (cmp(priv, behind, at) <= 0)
				break;
		list_move(at, behind);
	}
	list_splice_init(&sorted, head);
}

void sort(void *base, size_t n, size_t size, int (*cmp)(const void *a, const void *b), void (*swap_func)(void *a, void *b, int size))
{
	char *p = base;
	size_t i, j, k;

	for (i = 1; i < n; i++)
		for (j = i; j && cmp(p + (j - 1) * size, p + j * size) > 0; j--)
			for (k = 0; k < size; k++)
				swap(p[(j - 1) * size + k], p[j * size + k]);
}
unsigned int int_sqrt(unsigned long x)
{
	unsigned int root = 0;

	while ((unsigned long long)(root + 1) * (root + 1) <= x)
		root++;
	return root;
}

struct uts_namespace init_uts_ns = { { .sysname = "Linux", .nodename = "unoops", .machine = "unoops" } };

/* --- memory ----------------------------------------------------------------------------- */

void *__alloc_percpu(size_t size, size_t align) { return kzalloc(size, GFP_KERNEL); }
void free_percpu(void *ptr) { kfree(ptr); }
unsigned long __get_free_pages(gfp_t flags, unsigned int order) { return (unsigned long)kmalloc(PAGE_SIZE << order, flags); }
void free_pages(unsigned long addr, unsigned int order) { kfree((void *)addr); }
int remap_pfn_range(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn, unsigned long size, pgprot_t prot) { return 0; }
int remap_vmalloc_range(struct vm_area_struct *vma, void *addr, unsigned long pgoff) { return 0; }
void si_meminfo(struct sysinfo *val) { *val = (struct sysinfo){ .totalram = 1 << 18, .freeram = 1 << 17, .mem_unit = PAGE_SIZE }; }

/* --- CPUs ------------------------------------------------------------------------------- */

/* kernel/smp.c; 4.4 ... 7.2. */
void on_each_cpu(smp_call_func_t func, void *info, int wait)
{
	unsigned long flags;

	local_irq_save(flags);
	func(info);
	local_irq_restore(flags);
}
int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait)
{
	if (cpu)
		return -ENXIO;
	on_each_cpu(func, info, wait);
	return 0;
}

/* kernel/cpu.c; 4.10 ... 7.2. */
void cpus_read_lock(void) { unoops_check_may_sleep("cpus_read_lock() in atomic context"); }

static int (*cpuhp_teardown)(unsigned int cpu);
int cpuhp_setup_state(int state, const char *name, int (*startup)(unsigned int cpu), int (*teardown)(unsigned int cpu))
{
	int err = startup ? startup(0) : 0;

	unoops_assume("CPUs neither come nor go");
	cpuhp_teardown = teardown;
	return err ? err : state == CPUHP_AP_ONLINE_DYN ? state : 0;
}
int cpuhp_setup_state_nocalls(int state, const char *name, int (*startup)(unsigned int cpu), int (*teardown)(unsigned int cpu))
{
	unoops_assume("CPUs neither come nor go");
	return state == CPUHP_AP_ONLINE_DYN ? state : 0;
}
void cpuhp_remove_state(int state)
{
	if (cpuhp_teardown)
		cpuhp_teardown(0);
	cpuhp_teardown = NULL;
}
void cpuhp_remove_state_nocalls(int state) { }

/* --- random numbers --------------------------------------------------------------------- */

u32 get_random_u32(void)
{
	static const u32 numbers[] = { 0, 1, ~0u };

	unoops_assume("a random number is 0, 1 or the largest");
	return numbers[unoops_choose(ARRAY_SIZE(numbers), "another random number than 0")];
}
u64 get_random_u64(void) { return get_random_u32(); }
u32 get_random_u32_below(u32 ceil) { return ceil > 1 ? get_random_u32() : 0; }
void get_random_bytes(void *buf, size_t n)
{
	memset(buf, 0, n);
	if (n)
		*(char *)buf = get_random_u32();
}

/* --- readers that may sleep ---------------------------------------------------------------- */

/* kernel/rcu/srcutree.c; 4.4 ... 7.2. */
int init_srcu_struct(struct srcu_struct *ssp) { ssp->unoops_readers = 0; return 0; }
void cleanup_srcu_struct(struct srcu_struct *ssp) { }
int srcu_read_lock(struct srcu_struct *ssp)
{
	(void)__atomic_fetch_add(&ssp->unoops_readers, 1, __ATOMIC_SEQ_CST);
	return 0;
}
void srcu_read_unlock(struct srcu_struct *ssp, int idx) { (void)__atomic_fetch_sub(&ssp->unoops_readers, 1, __ATOMIC_SEQ_CST); }
/* Waits for a moment without readers: longer than the real one, which waits for those that are there. */
void synchronize_srcu(struct srcu_struct *ssp)
{
	unoops_check_may_sleep("synchronize_srcu() in atomic context");
	unoops_block(&ssp->unoops_readers, ~0u, 0);
}

/* srcu_invoke_callbacks(): a worker of the kernel's calls it with softirqs off. A queued head belongs to SRCU. */
static void srcu_callback(void *arg)
{
	struct rcu_head *head = arg;
	struct srcu_struct *ssp = (struct srcu_struct *)head->next;

	unoops_block(&ssp->unoops_readers, ~0u, 0);
	unoops_enter_softirq();
	head->func(head);
	(void)__atomic_fetch_sub(&ssp->unoops_callbacks, 1, __ATOMIC_SEQ_CST);
	unoops_leave_softirq();
}
void call_srcu(struct srcu_struct *ssp, struct rcu_head *head, void (*func)(struct rcu_head *head))
{
	head->func = func;
	head->next = (struct rcu_head *)ssp;
	(void)__atomic_fetch_add(&ssp->unoops_callbacks, 1, __ATOMIC_SEQ_CST);
	unoops_spawn_for(head, srcu_callback, head, "srcu");
}
void srcu_barrier(struct srcu_struct *ssp)
{
	unoops_check_may_sleep("srcu_barrier() in atomic context");
	unoops_block(&ssp->unoops_callbacks, ~0u, 0);
}
