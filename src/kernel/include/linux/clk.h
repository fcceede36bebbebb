/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CLK_H
#define _LINUX_CLK_H

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/types.h>

/* drivers/clk/clk.c; 4.4 ... 7.2. A clock may be there or not. */
struct clk;
struct device;
struct device_node;
struct clk *unoops_a_clk(void);
int unoops_clk_prepare(struct clk *clk);
int unoops_clk_enable(struct clk *clk);
#define clk_get(dev, id)		((void)(dev), (void)(id), unoops_a_clk())
#define devm_clk_get(dev, id)		clk_get(dev, id)
#define devm_clk_get_optional(dev, id)	clk_get(dev, id)
#define devm_clk_get_enabled(dev, id)	clk_get(dev, id)
#define of_clk_get(np, i)		((void)(np), unoops_a_clk())
static __always_inline void clk_put(struct clk *clk) { }
static __always_inline void devm_clk_put(struct device *dev, struct clk *clk) { }
static __always_inline int clk_prepare(struct clk *clk) { return unoops_clk_prepare(clk); }
static __always_inline int clk_enable(struct clk *clk) { return unoops_clk_enable(clk); }
static __always_inline int clk_prepare_enable(struct clk *clk) { return unoops_clk_prepare(clk); }
static __always_inline void clk_disable(struct clk *clk) { }
static __always_inline void clk_unprepare(struct clk *clk) { }
static __always_inline void clk_disable_unprepare(struct clk *clk) { }
static __always_inline unsigned long clk_get_rate(struct clk *clk) { return 1000000; }
static __always_inline int clk_set_rate(struct clk *clk, unsigned long rate) { return 0; }

#endif
