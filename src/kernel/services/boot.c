/* SPDX-License-Identifier: MIT */
/* What the machine calls: insmod and rmmod as one task, and signals from user space. */
#include <linux/module.h>
#include "model.h"

/* Set by module_init() and module_exit(); old modules define the two functions themselves. */
extern int (*const unoops_module_init)(void) __weak;
extern void (*const unoops_module_exit)(void) __weak;
extern const char unoops_modname[] __weak;
int init_module(void) __weak;
void cleanup_module(void) __weak;

typedef int (*initcall_t)(void);
typedef void (*exitcall_t)(void);

static initcall_t module_initcall(void)
{
	return &unoops_module_init ? unoops_module_init : init_module;
}

static exitcall_t module_exitcall(void)
{
	return &unoops_module_exit ? unoops_module_exit : cleanup_module;
}

/* init/main.c; 4.4 ... 7.2. What an init function leaves held is let go, with a warning. */
static int do_one_initcall(initcall_t fn)
{
	int count = preempt_count();
	int ret = unoops_call_fn(fn, NULL);

	if (preempt_count() != count) {
		unoops_warn("init/main.c", UNOOPS_INITCALL_WARN_LINE, "initcall returned with preemption imbalance");
		current->preempt_count = count;
	}
	return ret;
}

/* The system call, kernel/module.c, kernel/module/main.c from 5.19 on; 4.4 ... 7.2. */
static int delete_module(exitcall_t exit)
{
	__this_module.state = MODULE_STATE_GOING;
	if (exit)
		unoops_call_fn(exit, NULL);
	if (&unoops_remove_params)
		unoops_remove_params();
	unoops_unload();
	return 0;
}

/* rmmod is refused while somebody holds the module, and may come back later or give up. */
static bool module_is_free(void)
{
	atomic_t *refcnt = &__this_module.refcnt;

	if (!atomic_read(refcnt) || unoops_block_timeout(refcnt, ~0u, 0))
		return true;
	unoops_assume("rmmod gives up on a module that is in use");
	return false;
}

/* What the loader reads from the module's file. */
static void name_module(void)
{
	unsigned int i;

	__this_module = (struct module){ .state = MODULE_STATE_COMING };
	for (i = 0; &unoops_modname && i < sizeof(__this_module.name) - 1 && unoops_modname[i]; i++)
		__this_module.name[i] = unoops_modname[i];
	INIT_LIST_HEAD(&__this_module.list);
}

/* Returns whether the module is gone again. */
static bool unoops_load_and_unload(void)
{
	initcall_t init = module_initcall();
	exitcall_t exit = module_exitcall();
	int err = 0;

	if (&unoops_publish_params)
		unoops_publish_params();
	if (init)
		err = do_one_initcall(init);
	unoops_note(UNOOPS_INIT, NULL, err);
	if (err < 0) {
		if (&unoops_remove_params)
			unoops_remove_params();
		unoops_unload();
		return true;
	}
	__this_module.state = MODULE_STATE_LIVE;
	unoops_yield();
	__set_task_comm(current, "rmmod", false);
	if (init && !exit) {
		unoops_assume("a module without an exit function is never unloaded");
		return false;
	}
	if (!module_is_free())
		return false;
	delete_module(exit);
	return true;
}

static void insmod(void *unused)
{
	unsigned int left = unoops_loads();

	while (unoops_load_and_unload() && --left) {
		unoops_yield();
		__set_task_comm(current, "insmod", false);
		unoops_load();
		name_module();
	}
	unoops_exit();
}

__attribute__((export_name("unoops_boot"))) void unoops_boot(void)
{
	struct task_struct *tsk = unoops_new_task("insmod");

	name_module();
	__set_task_comm(tsk, "insmod", false);
	unoops_spawn(insmod, NULL, tsk, "insmod");
}
