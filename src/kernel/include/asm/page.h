/* SPDX-License-Identifier: MIT */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#include <linux/types.h>
#include <unoops/machine.h>

#define PAGE_SHIFT	12
#define PAGE_SIZE	(1UL << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))
#define PAGE_ALIGN(a)	(((a) + PAGE_SIZE - 1) & PAGE_MASK)
#define offset_in_page(p) ((unsigned long)(p) & ~PAGE_MASK)
#define __pa(x)		((unsigned long)(x))
#define virt_to_phys(x)	__pa(x)
/* Of the machine's memory the model has its objects; what else stands at an address that somebody knows, nobody knows here. */
void unoops_gap_memory_at_a_physical_address(void);
static __always_inline void *phys_to_virt(unsigned long long address)
{
	void *at = (void *)(unsigned long)address;

	if (address && !unoops_has_memory(at))
		unoops_gap_memory_at_a_physical_address();
	return at;
}
#define __va(x)		phys_to_virt(x)
#define PFN_DOWN(x)	((x) >> PAGE_SHIFT)
#define PFN_UP(x)	(((x) + PAGE_SIZE - 1) >> PAGE_SHIFT)
#define PFN_PHYS(x)	((phys_addr_t)(x) << PAGE_SHIFT)

#endif
