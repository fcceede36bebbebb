/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_DEBUGFS_H
#define _LINUX_DEBUGFS_H

#include <linux/fs.h>
#include <linux/seq_file.h>
#include <linux/types.h>
#include <linux/compiler.h>

/* fs/debugfs/; 4.4 ... 7.2. */
struct dentry *debugfs_create_dir(const char *name, struct dentry *parent);
struct dentry *debugfs_create_file(const char *name, umode_t mode, struct dentry *parent, void *data,
				   const struct file_operations *fops);
#define debugfs_create_file_unsafe	debugfs_create_file
void debugfs_remove(struct dentry *dentry);
#define debugfs_remove_recursive	debugfs_remove
/* Plain values: user space reads and writes them, and nobody is called. */
struct dentry *unoops_debugfs_value(const char *name, struct dentry *parent, const void *value);
#define debugfs_create_u8(name, mode, parent, value)	unoops_debugfs_value(name, parent, (u8 *){ value })
#define debugfs_create_u16(name, mode, parent, value)	unoops_debugfs_value(name, parent, (u16 *){ value })
#define debugfs_create_u32(name, mode, parent, value)	unoops_debugfs_value(name, parent, (u32 *){ value })
#define debugfs_create_u64(name, mode, parent, value)	unoops_debugfs_value(name, parent, (u64 *){ value })
#define debugfs_create_x8	debugfs_create_u8
#define debugfs_create_x32	debugfs_create_u32
#define debugfs_create_x64	debugfs_create_u64
#define debugfs_create_bool(name, mode, parent, value)	unoops_debugfs_value(name, parent, value)
#define debugfs_create_atomic_t(name, mode, parent, value) unoops_debugfs_value(name, parent, (atomic_t *){ value })
#define debugfs_initialized()	true
#define DEFINE_DEBUGFS_ATTRIBUTE(__fops, __get, __set, __fmt) DEFINE_SIMPLE_ATTRIBUTE(__fops, __get, __set, __fmt)

#endif
