/* SPDX-License-Identifier: MIT */
#ifndef _ASM_MSR_H
#define _ASM_MSR_H

#include <linux/types.h>
#include <linux/timex.h>

/* arch/x86/include/asm/msr.h; 4.4 ... 7.2. */
#ifdef UNOOPS_X86_64
#define rdtsc()			((unsigned long long)get_cycles())
#define rdtsc_ordered		rdtsc
#endif

#endif
