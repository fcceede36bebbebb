/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BUILD_BUG_H
#define _LINUX_BUILD_BUG_H

#define static_assert(expr, ...)	_Static_assert(expr, "" #expr)
#define BUILD_BUG_ON(cond)		do { _Static_assert(!(cond), #cond); } while (0)
#define BUILD_BUG_ON_MSG(cond, msg)	do { _Static_assert(!(cond), msg); } while (0)
#define BUILD_BUG_ON_ZERO(e)		((int)sizeof(struct { int : (-!!(e)); }))
#define BUILD_BUG_ON_NOT_POWER_OF_2(n)	BUILD_BUG_ON((n) == 0 || ((n) & ((n) - 1)) != 0)

#endif
