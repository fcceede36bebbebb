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
/* Plain values: user space reads them, and nobody is called. */
struct dentry *unoops_debugfs_value(const char *name, umode_t mode, struct dentry *parent, const void *value, unsigned int size);
#if UNOOPS_SINCE(5, 5)
#define UNOOPS_DEBUGFS_VALUE	(void)unoops_debugfs_value
#else
#define UNOOPS_DEBUGFS_VALUE	unoops_debugfs_value
#endif
#define debugfs_create_u8(name, mode, parent, value)	UNOOPS_DEBUGFS_VALUE(name, mode, parent, (u8 *){ value }, sizeof(u8))
#define debugfs_create_u16(name, mode, parent, value)	UNOOPS_DEBUGFS_VALUE(name, mode, parent, (u16 *){ value }, sizeof(u16))
#if UNOOPS_SINCE(5, 7)
#define debugfs_create_u32(name, mode, parent, value)	(void)unoops_debugfs_value(name, mode, parent, (u32 *){ value }, sizeof(u32))
#else
#define debugfs_create_u32(name, mode, parent, value)	unoops_debugfs_value(name, mode, parent, (u32 *){ value }, sizeof(u32))
#endif
#define debugfs_create_u64(name, mode, parent, value)	UNOOPS_DEBUGFS_VALUE(name, mode, parent, (u64 *){ value }, sizeof(u64))
#define debugfs_create_ulong(name, mode, parent, value)	UNOOPS_DEBUGFS_VALUE(name, mode, parent, (unsigned long *){ value }, sizeof(unsigned long))
#define debugfs_create_x8	debugfs_create_u8
#define debugfs_create_x16	debugfs_create_u16
#define debugfs_create_x32	debugfs_create_u32
#define debugfs_create_x64	debugfs_create_u64
#define debugfs_create_size_t(name, mode, parent, value)	UNOOPS_DEBUGFS_VALUE(name, mode, parent, (size_t *){ value }, sizeof(size_t))
#define debugfs_create_atomic_t(name, mode, parent, value) UNOOPS_DEBUGFS_VALUE(name, mode, parent, (atomic_t *){ value }, sizeof(atomic_t))
#if UNOOPS_SINCE(5, 14)
#define debugfs_create_bool(name, mode, parent, value)	(void)unoops_debugfs_value(name, mode, parent, (bool *){ value }, sizeof(bool))
#else
#define debugfs_create_bool(name, mode, parent, value)	unoops_debugfs_value(name, mode, parent, value, 1)
#endif
struct debugfs_blob_wrapper { void *data; unsigned long size; };
#define debugfs_create_blob(name, mode, parent, blob)	unoops_debugfs_value(name, mode, parent, (struct debugfs_blob_wrapper *){ blob }, sizeof(struct debugfs_blob_wrapper))
#define debugfs_initialized()	true
#define DEFINE_DEBUGFS_ATTRIBUTE(__fops, __get, __set, __fmt) DEFINE_SIMPLE_ATTRIBUTE(__fops, __get, __set, __fmt)

#endif
