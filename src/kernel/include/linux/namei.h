/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NAMEI_H
#define _LINUX_NAMEI_H

#include <linux/fs.h>

#define LOOKUP_FOLLOW	1
#define LOOKUP_CREATE	0x200

#endif
