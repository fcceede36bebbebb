/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CONTAINER_OF_H
#define _LINUX_CONTAINER_OF_H

#include <linux/stddef.h>
#include <linux/build_bug.h>

#define container_of(ptr, type, member)						\
({										\
	_Static_assert(__builtin_types_compatible_p(typeof(*(ptr)),		\
						    typeof(((type *)0)->member)) || \
		       __builtin_types_compatible_p(typeof(*(ptr)), void),	\
		       "container_of: the pointer is not to that member");	\
	(type *)((char *)(ptr) - offsetof(type, member));			\
})
#define container_of_const(ptr, type, member) container_of(ptr, type, member)

#endif
