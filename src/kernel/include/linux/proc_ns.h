/* SPDX-License-Identifier: MIT */
#include <linux/nsproxy.h>
