/* SPDX-License-Identifier: MIT */
/*
 * kernel/umh.c, kernel/module/kmod.c; 4.4 ... 7.2. A program of user space is run, or cannot be, which only who waits for it is told. Who does not may be in
 * an interrupt, as the comment of call_usermodehelper_exec() says.
 */
#include <linux/kmod.h>
#include <linux/slab.h>
#include "model.h"

static int run_program(const char *atomic)
{
	unoops_check_may_sleep(atomic);
	unoops_yield();
	return unoops_choose(2, "the program cannot be run") ? -ENOENT : 0;
}

struct subprocess_info *call_usermodehelper_setup(const char *path, char **argv, char **envp, gfp_t gfp,
						  int (*init)(struct subprocess_info *info, struct cred *cred),
						  void (*cleanup)(struct subprocess_info *info), void *data)
{
	struct subprocess_info *info = kzalloc(sizeof(*info), gfp);

	if (!info)
		return NULL;
	*info = (struct subprocess_info){ .path = path, .argv = argv, .envp = envp, .init = init, .cleanup = cleanup, .data = data };
	return info;
}

/* What was set up is gone in any case. A program that is not waited for begins here at once. */
int call_usermodehelper_exec(struct subprocess_info *info, int wait)
{
	int err = 0;

	if (wait != UMH_NO_WAIT)
		unoops_check_may_sleep("call_usermodehelper_exec() in atomic context");
	info->wait = wait;
	if (info->init)
		err = unoops_call_fn(info->init, info, (struct cred *)current->cred);
	if (wait != UMH_NO_WAIT && !err)
		err = run_program("call_usermodehelper_exec() in atomic context");
	info->retval = err;
	if (info->cleanup)
		unoops_call_fn(info->cleanup, info);
	kfree(info);
	return wait == UMH_NO_WAIT ? 0 : err;
}

int call_usermodehelper(const char *path, char **argv, char **envp, int wait)
{
	if (wait == UMH_NO_WAIT)
		return unoops_fault("call_usermodehelper") ? -ENOMEM : 0;
	return run_program("call_usermodehelper() in atomic context");
}
int request_module(const char *fmt, ...) { return run_program("request_module() in atomic context"); }
