/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_VERSION_H
#define _LINUX_VERSION_H

#include <unoops/versions.h>

#define LINUX_VERSION_MAJOR		(UNOOPS_KERNEL >> 16)
#define LINUX_VERSION_PATCHLEVEL	(UNOOPS_KERNEL >> 8 & 255)
#define LINUX_VERSION_SUBLEVEL		0

#endif
