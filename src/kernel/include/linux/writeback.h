/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_WRITEBACK_H
#define _LINUX_WRITEBACK_H

#include <linux/fs.h>

enum writeback_sync_modes { WB_SYNC_NONE, WB_SYNC_ALL };
struct writeback_control { long nr_to_write; enum writeback_sync_modes sync_mode; };

#endif
