/* SPDX-License-Identifier: MIT */
#include <linux/statfs.h>
