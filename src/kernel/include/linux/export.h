/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#include <linux/stringify.h>

struct module;
extern struct module __this_module;
#define THIS_MODULE			(&__this_module)
#define EXPORT_SYMBOL(sym)		_Static_assert(1, #sym)
#define EXPORT_SYMBOL_GPL(sym)		_Static_assert(1, #sym)
#define EXPORT_SYMBOL_NS(sym, ns)	_Static_assert(1, #sym)
#define EXPORT_SYMBOL_NS_GPL(sym, ns)	_Static_assert(1, #sym)

#endif
