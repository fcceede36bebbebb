/* SPDX-License-Identifier: MIT */
#include <linux/rwsem.h>
