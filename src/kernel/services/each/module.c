/* SPDX-License-Identifier: MIT */
/* What modpost adds to a module (scripts/mod/modpost.c, NAME.mod.c; 4.4 ... 7.2): linked with each module, which it describes to the loader. */
#include <linux/module.h>
#include "model.h"

struct module __this_module = { .state = MODULE_STATE_UNFORMED };

/* Set by module_init() and module_exit(); old modules define the two functions themselves. */
extern int (*const unoops_module_init)(void) __weak;
extern void (*const unoops_module_exit)(void) __weak;
extern const char unoops_modname[] __weak;
int init_module(void) __weak;
void cleanup_module(void) __weak;

/* Of one module alone the linker is told to keep it. */
const struct unoops_module unoops_self __attribute__((__used__, __section__("unoops_modules"))) = {
	&__this_module, unoops_modname, &unoops_module_init, &unoops_module_exit, init_module, cleanup_module,
};
