/* SPDX-License-Identifier: MIT */
/* What mounts share. */
#ifndef UNOOPS_SUPER_H
#define UNOOPS_SUPER_H

#include <linux/mount.h>
#include "dcache.h"

/* The root of a new mount, or an error: what a type's own function gives, whichever of the two forms it has. */
struct vfsmount *unoops_mount(struct file_system_type *type, int flags, const char *source);

/* buffer_head.c: with its last mount the disk goes. */
void unoops_forget_buffers(struct super_block *sb);

#endif
