/* SPDX-License-Identifier: MIT */
#include <linux/uidgid.h>
