/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_FS_CONTEXT_H
#define _LINUX_FS_CONTEXT_H

#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/fs.h>

/* What is collected for a mount before it is one: include/linux/fs_context.h; 5.1 ... 7.2. */
#if UNOOPS_SINCE(5, 1)
struct net;
struct fs_context;
enum fs_context_purpose { FS_CONTEXT_FOR_MOUNT, FS_CONTEXT_FOR_SUBMOUNT, FS_CONTEXT_FOR_RECONFIGURE };
enum fs_value_type { fs_value_is_undefined, fs_value_is_flag, fs_value_is_string };
struct fs_parameter {
	const char *key;
	enum fs_value_type type;
	union { char *string; void *blob; };
	size_t size;
	int dirfd;
};
struct fs_context_operations {
	void (*free)(struct fs_context *fc);
	int (*dup)(struct fs_context *fc, struct fs_context *src);
	int (*parse_param)(struct fs_context *fc, struct fs_parameter *param);
	int (*parse_monolithic)(struct fs_context *fc, void *data);
	int (*get_tree)(struct fs_context *fc);
	int (*reconfigure)(struct fs_context *fc);
};
struct fs_context {
	const struct fs_context_operations *ops;
	struct file_system_type *fs_type;
	void *fs_private;
	struct dentry *root;
	struct user_namespace *user_ns;
	struct net *net_ns;
	const struct cred *cred;
	const char *source;
	void *s_fs_info;
	unsigned int sb_flags, sb_flags_mask, s_iflags;
	enum fs_context_purpose purpose;
};

/* fs/super.c, fs/fs_context.c. */
int get_tree_nodev(struct fs_context *fc, int (*fill_super)(struct super_block *sb, struct fs_context *fc));
int get_tree_single(struct fs_context *fc, int (*fill_super)(struct super_block *sb, struct fs_context *fc));
int get_tree_keyed(struct fs_context *fc, int (*fill_super)(struct super_block *sb, struct fs_context *fc), void *key);
int get_tree_bdev(struct fs_context *fc, int (*fill_super)(struct super_block *sb, struct fs_context *fc));
struct super_block *sget_fc(struct fs_context *fc, int (*test)(struct super_block *sb, struct fs_context *fc),
			    int (*set)(struct super_block *sb, struct fs_context *fc));
int set_anon_super_fc(struct super_block *sb, struct fs_context *fc);
int vfs_get_tree(struct fs_context *fc);
int vfs_parse_fs_param_source(struct fs_context *fc, struct fs_parameter *param);
#define infof(fc, fmt, ...)	((void)(fc), printk(fmt "\n", ##__VA_ARGS__))
#define warnf(fc, fmt, ...)	((void)(fc), printk(fmt "\n", ##__VA_ARGS__))
#define errorf(fc, fmt, ...)	((void)(fc), printk(fmt "\n", ##__VA_ARGS__))
#define invalf(fc, fmt, ...)	({ errorf(fc, fmt, ##__VA_ARGS__); -EINVAL; })
#endif

#endif
