/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PATH_H
#define _LINUX_PATH_H

struct dentry;
struct vfsmount;
struct path { struct vfsmount *mnt; struct dentry *dentry; };

#endif
