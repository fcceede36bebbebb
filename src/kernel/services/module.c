/* SPDX-License-Identifier: MIT */
#include <linux/module.h>
#include "model.h"

#if !UNOOPS_SINCE(5, 12)
DEFINE_MUTEX(module_mutex);
#endif

/* kernel/module.c, kernel/module/main.c from 5.19 on; 4.4 ... 7.2. */
bool try_module_get(struct module *module)
{
	if (!module)
		return true;
	if (!module_is_live(module))
		return false;
	atomic_inc(&module->refcnt);
	return true;
}

void __module_get(struct module *module)
{
	if (module)
		atomic_inc(&module->refcnt);
}

void module_put(struct module *module)
{
	if (module && atomic_dec_return(&module->refcnt) < 0)
		unoops_trap(UNOOPS_BAD_CALL, module, "module_put() without a reference");
}

int module_refcount(struct module *module)
{
	return atomic_read(&module->refcnt);
}

#if UNOOPS_KTHREAD_EXIT
void __module_put_and_kthread_exit(struct module *mod, long code)
{
	module_put(mod);
	kthread_exit(code);
}
#else
void __module_put_and_exit(struct module *mod, long code)
{
	module_put(mod);
	do_exit(code);
}
#endif
