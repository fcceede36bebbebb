/* SPDX-License-Identifier: MIT */
/* What the machine calls: insmod and rmmod as one task, and signals from user space. */
#include <linux/module.h>
#include "model.h"

/* Of each module, in the order in which they are loaded. */
extern const struct unoops_module __start_unoops_modules[], __stop_unoops_modules[];

typedef int (*initcall_t)(void);
typedef void (*exitcall_t)(void);

static initcall_t module_initcall(const struct unoops_module *mod)
{
	return mod->init ? *mod->init : mod->init_module;
}

static exitcall_t module_exitcall(const struct unoops_module *mod)
{
	return mod->exit ? *mod->exit : mod->cleanup_module;
}

static unsigned int number_of(const struct unoops_module *mod) { return mod - __start_unoops_modules; }

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

/* Where rmmod looks for a module: one that took itself out, to hide, is not found. */
static LIST_HEAD(modules);

static bool is_listed(const struct module *self)
{
	struct module *mod;

	list_for_each_entry(mod, &modules, list)
		if (mod == self)
			return true;
	return false;
}

static void free_module(const struct unoops_module *mod)
{
	if (is_listed(mod->self))
		list_del(&mod->self->list);
	if (&unoops_remove_params)
		unoops_remove_params(mod->self);
	if (&unoops_remove_exports)
		unoops_remove_exports();
	unoops_unload(number_of(mod));
}

/* The system call, kernel/module.c, kernel/module/main.c from 5.19 on; 4.4 ... 7.2. */
static void delete_module(const struct unoops_module *mod)
{
	exitcall_t exit = module_exitcall(mod);

	mod->self->state = MODULE_STATE_GOING;
	if (exit)
		unoops_call_fn(exit, NULL);
	free_module(mod);
}

/* rmmod is refused while somebody holds the module, and may come back later or give up. */
static bool module_is_free(const struct unoops_module *mod)
{
	atomic_t *refcnt = &mod->self->refcnt;

	if (!atomic_read(refcnt) || unoops_block_timeout(refcnt, ~0u, 0))
		return true;
	unoops_assume("rmmod gives up on a module that is in use");
	return false;
}

/* What the loader reads from the module's file. */
static void name_module(const struct unoops_module *mod)
{
	struct module *self = mod->self;
	unsigned int i;

	*self = (struct module){ .state = MODULE_STATE_COMING };
	for (i = 0; mod->name && i < sizeof(self->name) - 1 && mod->name[i]; i++)
		self->name[i] = mod->name[i];
	list_add(&self->list, &modules);
}

/* Returns whether the module is there. */
static bool unoops_load_one(const struct unoops_module *mod)
{
	initcall_t init = module_initcall(mod);
	int err = 0;

	if (&unoops_publish_params)
		unoops_publish_params(mod->self);
	if (init)
		err = do_one_initcall(init);
	unoops_note(UNOOPS_INIT, mod->self, err);
	if (err < 0) {
		free_module(mod);
		return false;
	}
	mod->self->state = MODULE_STATE_LIVE;
	if (&unoops_publish_exports)
		unoops_publish_exports(mod->self);
	unoops_yield();
	return true;
}

/* Returns whether the module is gone again. */
static bool unoops_unload_one(const struct unoops_module *mod)
{
	if (module_initcall(mod) && !module_exitcall(mod)) {
		unoops_assume("a module without an exit function is never unloaded");
		return false;
	}
	if (!is_listed(mod->self)) {
		unoops_assume("rmmod does not find a module that took itself out of the list of modules");
		return false;
	}
	if (!module_is_free(mod) || (&unoops_reboots && unoops_reboots))
		return false;
	delete_module(mod);
	return true;
}

/* insmod and rmmod are one task here, and two processes: what one was sent is not the other's. */
static void begin_process(const char *comm)
{
	current->pending = 0;
	clear_tsk_thread_flag(current, TIF_SIGPENDING);
	__set_task_comm(current, comm, false);
}

/* Each module uses those before it: it is loaded after them, and gone before they can be. Returns whether all are gone again. */
static bool unoops_load_and_unload(bool first)
{
	const struct unoops_module *mod = __start_unoops_modules;

	for (; mod != __stop_unoops_modules; mod++) {
		if (!first || mod != __start_unoops_modules) {
			unoops_load(number_of(mod));
			name_module(mod);
		}
		if (!unoops_load_one(mod))
			break;
	}
	if (mod != __start_unoops_modules)
		begin_process("rmmod");
	while (mod-- != __start_unoops_modules)
		if (!unoops_unload_one(mod))
			return false;
	return true;
}

static void insmod(void *unused)
{
	unsigned int left = unoops_loads();

	while (unoops_load_and_unload(left == unoops_loads()) && --left) {
		unoops_yield();
		begin_process("insmod");
	}
	unoops_exit();
}

__attribute__((export_name("unoops_boot"))) void unoops_boot(void)
{
	struct task_struct *tsk = unoops_new_task("insmod");

	unoops_loader = tsk;
	name_module(__start_unoops_modules);
	__set_task_comm(tsk, "insmod", false);
	unoops_spawn(insmod, NULL, tsk, "insmod");
}
