/* SPDX-License-Identifier: MIT */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

#include <linux/sched.h>
#include <asm/special_insns.h>
#ifdef UNOOPS_X86_64

/* arch/x86/include/asm/processor.h; 4.4 ... 7.2. A processor of Intel; what it can do is any. */
#define X86_VENDOR_INTEL	0
#define X86_VENDOR_AMD		2
#define X86_VENDOR_UNKNOWN	0xff
struct cpuinfo_x86 {
	u8 x86, x86_vendor, x86_model;
#if UNOOPS_SINCE(4, 16)
	u8 x86_stepping;
#else
	u8 x86_mask;
#endif
	char x86_vendor_id[16], x86_model_id[64];
	int cpuid_level;
	u8 x86_phys_bits, x86_virt_bits;
};
extern struct cpuinfo_x86 boot_cpu_data;
#define cpu_data(cpu)	boot_cpu_data
unsigned int unoops_cpuid(unsigned int leaf);
static __always_inline void cpuid_count(unsigned int op, int count, unsigned int *eax, unsigned int *ebx, unsigned int *ecx, unsigned int *edx)
{
	*eax = *ebx = *ecx = *edx = unoops_cpuid(op);
}
static __always_inline void cpuid(unsigned int op, unsigned int *eax, unsigned int *ebx, unsigned int *ecx, unsigned int *edx)
{
	cpuid_count(op, 0, eax, ebx, ecx, edx);
}
static __always_inline unsigned int cpuid_eax(unsigned int op) { return unoops_cpuid(op); }
static __always_inline unsigned int cpuid_ebx(unsigned int op) { return unoops_cpuid(op); }
static __always_inline unsigned int cpuid_ecx(unsigned int op) { return unoops_cpuid(op); }
static __always_inline unsigned int cpuid_edx(unsigned int op) { return unoops_cpuid(op); }

#endif
#endif
