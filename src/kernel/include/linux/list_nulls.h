/* SPDX-License-Identifier: MIT */
#include <linux/list.h>
