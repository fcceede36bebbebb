/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/mm_types.h>
#include <linux/slab.h>
#include <linux/sched.h>
#include <linux/fs.h>
#include <linux/vmalloc.h>
#include <asm/page.h>

#define VM_READ		0x00000001
#define VM_WRITE	0x00000002
#define VM_EXEC		0x00000004
#define VM_SHARED	0x00000008
#define VM_PFNMAP	0x00000400
#define VM_IO		0x00004000
#define VM_DONTEXPAND	0x00040000
#define VM_DONTDUMP	0x04000000
#define VM_RESERVED	(VM_DONTEXPAND | VM_DONTDUMP)
#define VM_FAULT_OOM	0x0001
#define VM_FAULT_SIGBUS	0x0002
#define VM_FAULT_NOPAGE	0x0100
#define FAULT_FLAG_WRITE	0x01
#define FAULT_FLAG_USER		0x40
struct vm_fault { struct vm_area_struct *vma; unsigned int flags; pgoff_t pgoff; unsigned long address; struct page *page; void __user *virtual_address; };
struct vm_operations_struct {
	void (*open)(struct vm_area_struct *vma);
	void (*close)(struct vm_area_struct *vma);
#if UNOOPS_SINCE(4, 11)
	vm_fault_t (*fault)(struct vm_fault *vmf);
#else
	int (*fault)(struct vm_area_struct *vma, struct vm_fault *vmf);
#endif
};
int remap_pfn_range(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn, unsigned long size, pgprot_t prot);
int remap_vmalloc_range(struct vm_area_struct *vma, void *addr, unsigned long pgoff);
#define pgprot_noncached(prot)	(prot)
#define virt_to_page(p)		((struct page *)(p))
#define vmalloc_to_page(p)	((struct page *)(p))
#define page_to_phys(p)		((phys_addr_t)(p))
#define page_address(p)		((void *)(p))
#define kmap(p)			page_address(p)
#define kunmap(p)		((void)(p))
#define kmap_atomic(p)		page_address(p)
#define kunmap_atomic(a)	((void)(a))
#define kmap_local_page(p)	page_address(p)
#define kunmap_local(a)		((void)(a))
#define page_to_pfn(p)		((unsigned long)(p) >> PAGE_SHIFT)
#define get_page(p)		((void)(p))
#define put_page(p)		((void)(p))
#define SetPageReserved(p)	((void)(p))
#define ClearPageReserved(p)	((void)(p))
#define alloc_pages(flags, order) ((struct page *)__get_free_pages(flags, order))
#define alloc_page(flags)	alloc_pages(flags, 0)
#define __free_pages(p, order)	free_pages((unsigned long)(p), order)
#define __free_page(p)		__free_pages(p, 0)
static __always_inline int get_order(unsigned long size)
{
	int order = 0;

	while ((PAGE_SIZE << order) < size)
		order++;
	return order;
}
struct sysinfo { long uptime; unsigned long loads[3], totalram, freeram, sharedram, bufferram, totalswap, freeswap; unsigned short procs; unsigned long totalhigh, freehigh; unsigned int mem_unit; };
void si_meminfo(struct sysinfo *val);
/* What a process uses of memory. */
unsigned long get_mm_counter(struct mm_struct *mm, int member);
unsigned long get_mm_rss(struct mm_struct *mm);
unsigned long get_mm_hiwater_rss(struct mm_struct *mm);
unsigned long get_mm_hiwater_vm(struct mm_struct *mm);
#define mmap_read_lock(mm)	do { (void)(mm); } while (0)
#define mmap_read_unlock(mm)	do { (void)(mm); } while (0)
#define kvfree_sensitive(p, n)	kvfree(p)

#endif
