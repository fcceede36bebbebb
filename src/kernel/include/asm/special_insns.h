/* SPDX-License-Identifier: MIT */
#ifndef _ASM_SPECIAL_INSNS_H
#define _ASM_SPECIAL_INSNS_H

/* arch/x86/include/asm/special_insns.h; 4.4 ... 7.2. Memory of the model can be written whatever CR0 says. */
static __always_inline unsigned long read_cr0(void) { return 0x80050033; }
static __always_inline void write_cr0(unsigned long val) { }

#endif
