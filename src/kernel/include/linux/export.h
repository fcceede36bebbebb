/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#include <linux/stringify.h>

struct module;
extern struct module __this_module;
#define THIS_MODULE			(&__this_module)
/* Other modules of a run may use it: compile/linked-modules.ts reads the name. */
#define EXPORT_SYMBOL(sym)		static const char unoops_export_##sym __attribute__((__used__))
#define EXPORT_SYMBOL_GPL(sym)		EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_NS(sym, ns)	EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_NS_GPL(sym, ns)	EXPORT_SYMBOL(sym)

#endif
