/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_UUID_H
#define _LINUX_UUID_H

#include <linux/types.h>

typedef struct { u8 b[16]; } uuid_t, guid_t, uuid_le, uuid_be;

#endif
