/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_LIST_SORT_H
#define _LINUX_LIST_SORT_H

#include <linux/list.h>

#if UNOOPS_SINCE(5, 14)
typedef const struct list_head *unoops_sorted;
#else
typedef struct list_head *unoops_sorted;
#endif
void list_sort(void *priv, struct list_head *head, int (*cmp)(void *priv, unoops_sorted a, unoops_sorted b));

#endif
