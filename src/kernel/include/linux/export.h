/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#include <linux/stringify.h>

struct module;
extern struct module __this_module;
#define THIS_MODULE			(&__this_module)

/* What another module may do with it: services/world/exports.c. */
struct unoops_export {
	struct module *owner;
	const char *name;
	const volatile void *symbol;
	void (*use)(const struct unoops_export *self);
};
void unoops_call_export(const struct unoops_export *self);
void unoops_write_export(const struct unoops_export *self);
void unoops_pass_export(const struct unoops_export *self);
#define UNOOPS_USE(sym)								\
	_Generic(&(sym),							\
		void (*)(void): unoops_call_export, int (*)(void): unoops_call_export,	\
		unsigned int (*)(void): unoops_call_export, long (*)(void): unoops_call_export,	\
		unsigned long (*)(void): unoops_call_export, _Bool (*)(void): unoops_call_export,	\
		int *: unoops_write_export, unsigned int *: unoops_write_export,	\
		volatile int *: unoops_write_export, _Bool *: unoops_write_export, volatile _Bool *: unoops_write_export,	\
		default: unoops_pass_export)
/* Other modules of a run may use it: compile/linked-modules.ts reads the name. */
#ifdef MODULE
#define EXPORT_SYMBOL(sym)							\
	static const char unoops_export_##sym __attribute__((__used__));	\
	const struct unoops_export unoops_exported_##sym __attribute__((__used__, __section__("unoops_exports"))) = \
		{ &__this_module, #sym, (const volatile void *)&(sym), UNOOPS_USE(sym) }
#else
#define EXPORT_SYMBOL(sym)		struct module
#endif
#define EXPORT_SYMBOL_GPL(sym)		EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_NS(sym, ns)	EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_NS_GPL(sym, ns)	EXPORT_SYMBOL(sym)

#endif
