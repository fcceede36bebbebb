/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_UNITS_H
#define _LINUX_UNITS_H

#include <linux/math.h>

/* include/linux/units.h; 5.7 ... 7.2. */
#define NANO	1000000000ul
#define MICRO	1000000ul
#define MILLI	1000ul
#define CENTI	100ul
#define DECI	10ul
#define DECA	10ul
#define HECTO	100ul
#define KILO	1000ul
#define MEGA	1000000ul
#define GIGA	1000000000ul
#define HZ_PER_KHZ	1000ul
#define KHZ_PER_MHZ	1000ul
#define HZ_PER_MHZ	1000000ul
#define MILLIWATT_PER_WATT	1000ul
#define MICROWATT_PER_MILLIWATT	1000ul
#define MICROWATT_PER_WATT	1000000ul
#define ABSOLUTE_ZERO_MILLICELSIUS	(-273150)
static __always_inline long milli_kelvin_to_millicelsius(long t) { return t + ABSOLUTE_ZERO_MILLICELSIUS; }
static __always_inline long millicelsius_to_milli_kelvin(long t) { return t - ABSOLUTE_ZERO_MILLICELSIUS; }
static __always_inline long kelvin_to_millicelsius(long t) { return t * 1000 + ABSOLUTE_ZERO_MILLICELSIUS; }
static __always_inline long celsius_to_kelvin(long t) { return t + 273; }
static __always_inline long kelvin_to_celsius(long t) { return t - 273; }

#endif
