/* SPDX-License-Identifier: MIT */
#include <linux/jiffies.h>
