/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MAJOR_H
#define _LINUX_MAJOR_H

#define MISC_MAJOR	10
#define MEM_MAJOR	1
#define UNNAMED_MAJOR	0

#endif
