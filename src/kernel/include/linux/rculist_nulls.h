/* SPDX-License-Identifier: MIT */
#include <linux/rculist.h>
