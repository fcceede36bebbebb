/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/types.h>
#include <linux/atomic.h>
#include <linux/rwsem.h>
#include <linux/spinlock_types.h>

/* Processes have an address space that nobody looks into. */
struct page { unsigned long flags; atomic_t _refcount; void *unoops_address; };
struct vm_operations_struct;
struct file;
typedef struct { unsigned long pgprot; } pgprot_t;
struct vm_area_struct {
	unsigned long vm_start, vm_end, vm_pgoff, vm_flags;
	pgprot_t vm_page_prot;
	const struct vm_operations_struct *vm_ops;
	struct mm_struct *vm_mm;
	struct file *vm_file;
	void *vm_private_data;
};
enum { MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, MM_SHMEMPAGES, NR_MM_COUNTERS };
struct mm_struct {
	atomic_t mm_users, mm_count;
	unsigned long start_code, end_code, start_data, end_data, start_brk, brk, start_stack, arg_start, arg_end, total_vm;
	int map_count;
};
typedef int vm_fault_t;

#endif
