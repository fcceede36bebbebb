/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RESET_H
#define _LINUX_RESET_H

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/types.h>

/* drivers/reset/core.c; 4.4 ... 7.2. A reset line may be there or not; an optional one that is not there is NULL. */
struct device;
struct reset_control;
struct reset_control *unoops_a_reset(void);
int unoops_reset_set(struct reset_control *rstc);
#define reset_control_get_exclusive(dev, id)			((void)(dev), (void)(id), unoops_a_reset())
#define reset_control_get_shared(dev, id)			reset_control_get_exclusive(dev, id)
#define devm_reset_control_get(dev, id)				reset_control_get_exclusive(dev, id)
#define devm_reset_control_get_exclusive(dev, id)		reset_control_get_exclusive(dev, id)
#define devm_reset_control_get_shared(dev, id)			reset_control_get_exclusive(dev, id)
#define devm_reset_control_get_optional(dev, id)		unoops_optional_reset(reset_control_get_exclusive(dev, id))
#define devm_reset_control_get_optional_exclusive(dev, id)	unoops_optional_reset(reset_control_get_exclusive(dev, id))
#define devm_reset_control_get_optional_shared(dev, id)		unoops_optional_reset(reset_control_get_exclusive(dev, id))
static __always_inline struct reset_control *unoops_optional_reset(struct reset_control *rstc) { return IS_ERR(rstc) ? NULL : rstc; }
static __always_inline void reset_control_put(struct reset_control *rstc) { }
static __always_inline int reset_control_assert(struct reset_control *rstc) { return unoops_reset_set(rstc); }
static __always_inline int reset_control_deassert(struct reset_control *rstc) { return unoops_reset_set(rstc); }
static __always_inline int reset_control_reset(struct reset_control *rstc) { return unoops_reset_set(rstc); }

#endif
