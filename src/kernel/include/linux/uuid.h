/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_UUID_H
#define _LINUX_UUID_H

#include <linux/types.h>

#define UUID_SIZE	16
typedef struct { u8 b[UUID_SIZE]; } uuid_t, guid_t, uuid_le, uuid_be;

#endif
