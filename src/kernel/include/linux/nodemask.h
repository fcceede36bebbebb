/* SPDX-License-Identifier: MIT */
#include <linux/cpumask.h>
