/* SPDX-License-Identifier: MIT */
#include <linux/blkdev.h>
