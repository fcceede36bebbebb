/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MFD_SYSCON_H
#define _LINUX_MFD_SYSCON_H

#include <linux/err.h>
#include <linux/errno.h>

/* drivers/mfd/syscon.c; 4.4 ... 7.2. The system controller may be there or not. */
struct device_node;
struct regmap;
struct regmap *unoops_a_syscon(void);
static __always_inline struct regmap *syscon_node_to_regmap(struct device_node *np) { return unoops_a_syscon(); }
static __always_inline struct regmap *syscon_regmap_lookup_by_compatible(const char *s) { return unoops_a_syscon(); }
static __always_inline struct regmap *syscon_regmap_lookup_by_phandle(struct device_node *np, const char *property) { return unoops_a_syscon(); }

#endif
