/* SPDX-License-Identifier: MIT */
#ifndef _ASM_MSR_H
#define _ASM_MSR_H

#include <linux/types.h>
#include <linux/timex.h>

/* arch/x86/include/asm/msr.h; 4.4 ... 7.2. */
#ifdef UNOOPS_X86_64
#define rdtsc()			((unsigned long long)get_cycles())
#define rdtsc_ordered		rdtsc

/* A register may hold anything: what is read is 0 or all ones. One that the machine does not have is told of by the safe ones only. */
unsigned long long unoops_read_msr(unsigned int msr);
int unoops_msr_is_missing(unsigned int msr);
#define rdmsr(msr, low, high) \
do { \
	unsigned long long __unoops_msr = unoops_read_msr(msr); \
	(low) = (u32)__unoops_msr; \
	(high) = (u32)(__unoops_msr >> 32); \
} while (0)
#define rdmsrl(msr, val)		((void)((val) = unoops_read_msr(msr)))
#define rdmsrq				rdmsrl
#define rdmsrl_safe(msr, p)		({ int __unoops_err = unoops_msr_is_missing(msr); *(p) = __unoops_err ? 0 : unoops_read_msr(msr); __unoops_err; })
#define rdmsr_safe(msr, low, high) \
({ \
	int __unoops_err = unoops_msr_is_missing(msr); \
	unsigned long long __unoops_msr = __unoops_err ? 0 : unoops_read_msr(msr); \
	*(low) = (u32)__unoops_msr; \
	*(high) = (u32)(__unoops_msr >> 32); \
	__unoops_err; \
})
static __always_inline void wrmsr(unsigned int msr, u32 low, u32 high) { }
static __always_inline void wrmsrl(unsigned int msr, u64 val) { }
#define wrmsrq				wrmsrl
#define wrmsr_safe(msr, low, high)	((void)(low), (void)(high), unoops_msr_is_missing(msr))
#define wrmsrl_safe(msr, val)		((void)(val), unoops_msr_is_missing(msr))
#define native_read_msr(msr)		unoops_read_msr(msr)
#endif

#endif
