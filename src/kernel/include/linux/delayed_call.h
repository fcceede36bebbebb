/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_DELAYED_CALL_H
#define _LINUX_DELAYED_CALL_H

struct delayed_call { void (*fn)(void *arg); void *arg; };

#endif
