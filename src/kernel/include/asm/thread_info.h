/* SPDX-License-Identifier: MIT */
#include <linux/thread_info.h>
