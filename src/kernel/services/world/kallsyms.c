/* SPDX-License-Identifier: MIT */
/*
 * kernel/kallsyms.c; exported until 5.6, and found by a probe from then on. Modules look for the table of system calls, to put functions
 * of theirs into it: arch/x86/entry/; 4.17 ... 7.2, where a system call gets its registers. Another symbol is not modelled.
 */
#include <linux/kallsyms.h>
#include <asm/ptrace.h>
#include "kallsyms.h"
#include "user.h"

/* Nobody has it: whoever comes here is told so. */
extern unsigned long kallsyms_lookup_name_of_another_symbol(const char *name);

#if UNOOPS_SINCE(4, 17)
#define SYSTEM_CALLS	450
static unsigned long system_calls[SYSTEM_CALLS];

/* The kernel's own, any of them: it may sleep. */
static long do_system_call(const struct pt_regs *regs)
{
	unoops_yield();
	return 0;
}

#if !UNOOPS_SINCE(5, 15)	/* 6.9, and the updates of 5.15 and 6.1 */
static bool is_replaced(unsigned int nr) { return system_calls[nr] != (unsigned long)do_system_call; }

/* Pointers to memory of the process, or numbers that the module tells apart. */
static struct pt_regs some_registers(void)
{
	unsigned int picked = unoops_choose(1 + unoops_number(-1), "");
	unsigned long word = picked ? (unsigned long)unoops_number(picked - 1) : (unsigned long)USER_PAGE(USER_TEXT_1);

	return (struct pt_regs){ .di = word, .si = word, .dx = word };
}

static void call_replaced(struct happening *h)
{
	unsigned int seat, nr, n = 0, left;
	struct task_struct *tsk = unoops_begin_session(&seat);
	struct pt_regs regs;

	for (nr = 0; nr < SYSTEM_CALLS; nr++)
		n += is_replaced(nr);
	if (n) {
		left = unoops_choose(n, "") + 1;
		for (nr = 0; !is_replaced(nr) || --left; nr++)
			;
		regs = some_registers();
		unoops_tellf("syscall(%u)", nr);
		(void)unoops_call_fn((const void *)system_calls[nr], &regs);
	}
	unoops_end_session(tsk, seat);
}

static void expect_system_calls(void)
{
	unsigned int times = unoops_times_by_users("a process makes a system call that the module replaced");

	unoops_expect(unoops_new_happening(sizeof(struct happening), call_replaced, "system call", times));
}
#else
static void expect_system_calls(void)
{
	unoops_assume("what a module puts into the table of system calls is called by nobody: x86 has not looked there since 6.9, and the updates of 5.15 and 6.1");
}
#endif

static unsigned long table_of_system_calls(void)
{
	unsigned int i;

	if (!system_calls[0]) {
		for (i = 0; i < SYSTEM_CALLS; i++)
			system_calls[i] = (unsigned long)do_system_call;
		expect_system_calls();
	}
	return (unsigned long)system_calls;
}
#endif

unsigned long unoops_find_symbol(const char *name)
{
	if (!strcmp(name, "kallsyms_lookup_name"))
		return (unsigned long)unoops_find_symbol;
#if UNOOPS_SINCE(4, 17)
	if (!strcmp(name, "sys_call_table"))
		return table_of_system_calls();
#endif
	return kallsyms_lookup_name_of_another_symbol(name);
}

#if !UNOOPS_SINCE(5, 7)
unsigned long kallsyms_lookup_name(const char *name) { return unoops_find_symbol(name); }
#endif
