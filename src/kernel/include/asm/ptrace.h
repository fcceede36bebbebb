/* SPDX-License-Identifier: MIT */
#ifndef _ASM_PTRACE_H
#define _ASM_PTRACE_H

/* The registers of whoever was interrupted, which tell the model nothing: all of them are 0. */
struct pt_regs {
#ifdef UNOOPS_ARM
	unsigned long uregs[18];
#else
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
#endif
};
#ifdef UNOOPS_ARM
#define ARM_pc	uregs[15]
#define ARM_lr	uregs[14]
#define ARM_sp	uregs[13]
#define ARM_r1	uregs[1]
#define ARM_r0	uregs[0]
#define instruction_pointer(regs)	((regs)->ARM_pc)
#define user_stack_pointer(regs)	((regs)->ARM_sp)
#define regs_return_value(regs)		((regs)->ARM_r0)
#else
#define instruction_pointer(regs)	((regs)->ip)
#define user_stack_pointer(regs)	((regs)->sp)
#define regs_return_value(regs)		((regs)->ax)
#endif
#define kernel_stack_pointer	user_stack_pointer
#define user_mode(regs)		((void)(regs), 0)
#define profile_pc		instruction_pointer

#endif
