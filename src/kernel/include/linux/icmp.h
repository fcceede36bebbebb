/* SPDX-License-Identifier: MIT */
#include <linux/skbuff.h>
