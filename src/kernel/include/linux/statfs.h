/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_STATFS_H
#define _LINUX_STATFS_H

#include <linux/types.h>

typedef struct { int val[2]; } __kernel_fsid_t;
struct kstatfs {
	long f_type, f_bsize;
	u64 f_blocks, f_bfree, f_bavail, f_files, f_ffree;
	__kernel_fsid_t f_fsid;
	long f_namelen, f_frsize, f_flags, f_spare[4];
};

#endif
