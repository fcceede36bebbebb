/* SPDX-License-Identifier: MIT */
#ifndef _ASM_CPUFEATURE_H
#define _ASM_CPUFEATURE_H

#include <asm/processor.h>
#ifdef UNOOPS_X86_64

/* arch/x86/include/asm/cpufeatures.h; 4.4 ... 7.2: a word of 32 bits, and a bit. */
#define X86_FEATURE_TSC			(0 * 32 + 4)
#define X86_FEATURE_MSR			(0 * 32 + 5)
#define X86_FEATURE_CONSTANT_TSC	(3 * 32 + 8)
#define X86_FEATURE_NONSTOP_TSC		(3 * 32 + 24)
#define X86_FEATURE_VMX			(4 * 32 + 5)
#define X86_FEATURE_AES			(4 * 32 + 25)
#define X86_FEATURE_HYPERVISOR		(4 * 32 + 31)
#define X86_FEATURE_RDTSCP		(1 * 32 + 27)
#define X86_FEATURE_SVM			(6 * 32 + 2)
bool unoops_cpu_has(unsigned int feature);
#define boot_cpu_has(feature)		unoops_cpu_has(feature)
#define static_cpu_has(feature)		unoops_cpu_has(feature)
#define cpu_feature_enabled(feature)	unoops_cpu_has(feature)
#define cpu_has(c, feature)		((void)(c), unoops_cpu_has(feature))

#endif
#endif
