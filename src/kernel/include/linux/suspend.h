/* SPDX-License-Identifier: MIT */
#include <linux/freezer.h>
