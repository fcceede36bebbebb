/* SPDX-License-Identifier: MIT */
#include <linux/spinlock.h>
