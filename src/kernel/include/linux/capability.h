/* SPDX-License-Identifier: MIT */
#include <linux/cred.h>
