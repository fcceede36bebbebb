/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BITFIELD_H
#define _LINUX_BITFIELD_H

#include <linux/build_bug.h>
#include <linux/bits.h>

#define FIELD_PREP(mask, val)	(((typeof(mask))(val) << (__builtin_ffsll(mask) - 1)) & (mask))
#define FIELD_GET(mask, reg)	((typeof(mask))(((reg) & (mask)) >> (__builtin_ffsll(mask) - 1)))
#define FIELD_MAX(mask)		((typeof(mask))((mask) >> (__builtin_ffsll(mask) - 1)))
#define FIELD_FIT(mask, val)	(!((((typeof(mask))(val)) << (__builtin_ffsll(mask) - 1)) & ~(mask)))

#endif
