/* SPDX-License-Identifier: MIT */
#include <linux/irq.h>
