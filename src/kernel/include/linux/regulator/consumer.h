/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_REGULATOR_CONSUMER_H
#define _LINUX_REGULATOR_CONSUMER_H

#include <linux/err.h>
#include <linux/errno.h>

/* drivers/regulator/core.c; 4.4 ... 7.2. A regulator may be there or not, and may refuse. */
struct regulator;
struct device;
struct regulator *unoops_a_regulator(void);
int unoops_regulator_set(struct regulator *regulator);
#define regulator_get(dev, id)			((void)(dev), (void)(id), unoops_a_regulator())
#define devm_regulator_get(dev, id)		regulator_get(dev, id)
#define devm_regulator_get_optional(dev, id)	regulator_get(dev, id)
static __always_inline void regulator_put(struct regulator *regulator) { }
static __always_inline int regulator_enable(struct regulator *regulator) { return unoops_regulator_set(regulator); }
static __always_inline int regulator_disable(struct regulator *regulator) { return 0; }
static __always_inline int regulator_set_voltage(struct regulator *regulator, int min, int max) { return unoops_regulator_set(regulator); }

#endif
