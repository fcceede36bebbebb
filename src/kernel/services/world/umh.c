/* SPDX-License-Identifier: MIT */
/* kernel/umh.c, kernel/module/kmod.c; 4.4 ... 7.2. A program of user space is run, or cannot be; whether it is waited for makes no difference. */
#include <linux/kmod.h>
#include "model.h"

static int run_program(const char *atomic)
{
	unoops_check_may_sleep(atomic);
	unoops_yield();
	return unoops_choose(2, "the program cannot be run") ? -ENOENT : 0;
}

int call_usermodehelper(const char *path, char **argv, char **envp, int wait) { return run_program("call_usermodehelper() in atomic context"); }
int request_module(const char *fmt, ...) { return run_program("request_module() in atomic context"); }
