/* SPDX-License-Identifier: MIT */
/* arch/x86/; 4.4 ... 7.2: what a processor is and has. */
#include <asm/cpufeature.h>
#include <asm/msr.h>
#include <linux/errno.h>
#include "class_use.h"

#ifdef UNOOPS_X86_64
struct cpuinfo_x86 boot_cpu_data = { .x86 = 6, .x86_vendor = X86_VENDOR_INTEL, .x86_model = 0x55, .x86_vendor_id = "GenuineIntel", .cpuid_level = 22,
				     .x86_phys_bits = 46, .x86_virt_bits = 48 };

unsigned long long unoops_read_msr(unsigned int msr) { return unoops_any_answer() ? ~0ull : 0; }
int unoops_msr_is_missing(unsigned int msr) { return unoops_choose(2, "there is no such MSR") ? -EIO : 0; }
unsigned int unoops_cpuid(unsigned int leaf) { return unoops_any_answer(); }
bool unoops_cpu_has(unsigned int feature) { return !unoops_choose(2, "the processor lacks the feature"); }
#endif
