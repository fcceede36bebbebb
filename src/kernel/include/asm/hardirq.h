/* SPDX-License-Identifier: MIT */
#include <linux/hardirq.h>
