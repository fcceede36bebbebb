/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_THREAD_INFO_H
#define _LINUX_THREAD_INFO_H

#include <linux/types.h>
#include <linux/bug.h>

struct thread_info { unsigned long flags; };

#define TIF_SIGPENDING		2
#define TIF_NEED_RESCHED	3
#if UNOOPS_HAS_TIF_NOTIFY_SIGNAL
#define TIF_NOTIFY_SIGNAL	17
#endif
#define THREAD_SIZE		8192

#endif
