/* SPDX-License-Identifier: MIT */
#include <linux/rbtree.h>
