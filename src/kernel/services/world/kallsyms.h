/* SPDX-License-Identifier: MIT */
#ifndef UNOOPS_KALLSYMS_H
#define UNOOPS_KALLSYMS_H

/* What kallsyms_lookup_name() does, from whichever release its address is known. */
unsigned long unoops_find_symbol(const char *name);

#endif
