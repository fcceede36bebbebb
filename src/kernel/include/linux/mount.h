/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MOUNT_H
#define _LINUX_MOUNT_H

#include <linux/fs.h>

/* fs/namespace.c; 4.4 ... 7.2. Where it is mounted is not looked at. */
struct vfsmount {
	struct dentry *mnt_root;
	struct super_block *mnt_sb;
	int mnt_flags;
	int unoops_count;
};
struct vfsmount *mntget(struct vfsmount *mnt);
void mntput(struct vfsmount *mnt);
struct vfsmount *vfs_kern_mount(struct file_system_type *type, int flags, const char *name, void *data);

#endif
