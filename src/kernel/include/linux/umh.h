/* SPDX-License-Identifier: MIT */
#include <linux/kmod.h>
