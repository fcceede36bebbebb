/* SPDX-License-Identifier: MIT */
#ifndef _ASM_SYSCALL_H
#define _ASM_SYSCALL_H

#include <linux/sched.h>
#include <asm/ptrace.h>
#include <asm/unistd.h>

#if UNOOPS_SINCE(4, 17)
typedef long (*sys_call_ptr_t)(const struct pt_regs *regs);
#else
typedef long (*sys_call_ptr_t)(unsigned long, unsigned long, unsigned long, unsigned long, unsigned long, unsigned long);
#endif

#endif
