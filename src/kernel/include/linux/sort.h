/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SORT_H
#define _LINUX_SORT_H

#include <linux/types.h>

void sort(void *base, size_t n, size_t size, int (*cmp)(const void *a, const void *b),
	  void (*swap_func)(void *a, void *b, int size));

#endif
