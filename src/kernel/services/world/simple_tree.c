/* SPDX-License-Identifier: MIT */
/* fs/libfs.c: trees that are in memory only; 4.4 ... 7.2. */
#include <linux/statfs.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include "dcache.h"

int dcache_dir_open(struct inode *inode, struct file *file) { return 0; }
int dcache_dir_close(struct inode *inode, struct file *file) { return 0; }
loff_t dcache_dir_lseek(struct file *file, loff_t offset, int whence) { return default_llseek(file, offset, whence); }
ssize_t generic_read_dir(struct file *file, char *buf, size_t size, loff_t *pos) { return -EISDIR; }
int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync) { return 0; }
int generic_file_open(struct inode *inode, struct file *file) { return 0; }
int generic_file_mmap(struct file *file, struct vm_area_struct *vma) { return 0; }

bool dir_emit(struct dir_context *ctx, const char *name, int len, u64 ino, unsigned int type)
{
	int taken = unoops_call_fn(ctx->actor, ctx, name, len, ctx->pos);

	return UNOOPS_SINCE(6, 1) ? taken : !taken;
}

bool dir_emit_dot(struct file *file, struct dir_context *ctx) { return dir_emit(ctx, ".", 1, file->f_path.dentry->d_inode->i_ino, DT_DIR); }
bool dir_emit_dotdot(struct file *file, struct dir_context *ctx) { return dir_emit(ctx, "..", 2, file->f_path.dentry->d_parent->d_inode->i_ino, DT_DIR); }
bool dir_emit_dots(struct file *file, struct dir_context *ctx)
{
	if (ctx->pos == 0) {
		if (!dir_emit_dot(file, ctx))
			return false;
		ctx->pos = 1;
	}
	if (ctx->pos == 1) {
		if (!dir_emit_dotdot(file, ctx))
			return false;
		ctx->pos = 2;
	}
	return true;
}

int dcache_readdir(struct file *file, struct dir_context *ctx)
{
	struct dentry *child = NULL;

	if (!dir_emit_dots(file, ctx))
		return 0;
	while ((child = unoops_next_child(file->f_path.dentry, child)))
		if (simple_positive(child) && !dir_emit(ctx, (const char *)child->d_name.name, child->d_name.len, child->d_inode->i_ino, DT_UNKNOWN))
			break;
	return 0;
}

const struct file_operations simple_dir_operations = {
	.open = dcache_dir_open,
	.release = dcache_dir_close,
	.llseek = dcache_dir_lseek,
	.read = generic_read_dir,
	.iterate_shared = dcache_readdir,
	.fsync = noop_fsync,
};

static int is_always_deleted(const struct dentry *dentry) { return 1; }
const struct dentry_operations simple_dentry_operations = { .d_delete = is_always_deleted };

struct dentry *simple_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	if (!dentry->d_op)
		dentry->d_op = &simple_dentry_operations;
	d_add(dentry, NULL);
	return NULL;
}
const struct inode_operations simple_dir_inode_operations = { .lookup = simple_lookup };

int simple_statfs(struct dentry *dentry, struct kstatfs *stat)
{
	stat->f_type = dentry->d_sb->s_magic;
	stat->f_bsize = PAGE_SIZE;
	stat->f_namelen = 255;
	return 0;
}

#if !UNOOPS_SINCE(4, 13)
int generic_show_options(struct seq_file *m, struct dentry *root) { return 0; }
void save_mount_options(struct super_block *sb, char *options) { }
#endif

int simple_link(struct dentry *old, struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = old->d_inode;

	inc_nlink(inode);
	ihold(inode);
	dget(dentry);
	d_instantiate(dentry, inode);
	return 0;
}

int simple_empty(struct dentry *dentry)
{
	struct dentry *child = NULL;

	while ((child = unoops_next_child(dentry, child)))
		if (simple_positive(child))
			return 0;
	return 1;
}

int simple_unlink(struct inode *dir, struct dentry *dentry)
{
	drop_nlink(dentry->d_inode);
#if UNOOPS_SINCE(7, 0)
	d_make_discardable(dentry);
#else
	dput(dentry);
#endif
	return 0;
}

int simple_rmdir(struct inode *dir, struct dentry *dentry)
{
	if (!simple_empty(dentry))
		return -ENOTEMPTY;
	drop_nlink(dentry->d_inode);
	simple_unlink(dir, dentry);
	drop_nlink(dir);
	return 0;
}

#if UNOOPS_SINCE(4, 9)
int simple_rename(UNOOPS_IDMAP struct inode *from, struct dentry *old, struct inode *to, struct dentry *dentry, unsigned int flags)
#else
int simple_rename(struct inode *from, struct dentry *old, struct inode *to, struct dentry *dentry)
#endif
{
	if (!simple_empty(dentry))
		return -ENOTEMPTY;
	if (dentry->d_inode)
		simple_unlink(to, dentry);
	return 0;
}

int simple_setattr(UNOOPS_IDMAP struct dentry *dentry, struct iattr *attr)
{
	mark_inode_dirty(dentry->d_inode);
	return 0;
}

#if UNOOPS_SINCE(4, 11)
int simple_getattr(UNOOPS_IDMAP const struct path *path, struct kstat *stat, u32 mask, unsigned int flags) { return 0; }
#else
int simple_getattr(struct vfsmount *mnt, struct dentry *dentry, struct kstat *stat) { return 0; }
#endif

static struct inode *new_simple_inode(struct super_block *sb, umode_t mode, unsigned long ino)
{
	struct inode *inode = new_inode(sb);

	if (inode) {
		inode->i_ino = ino;
		inode->i_mode = mode;
	}
	return inode;
}

static int add_file(struct super_block *sb, const struct tree_descr *file, unsigned long ino)
{
	struct dentry *dentry = d_alloc_name(sb->s_root, file->name);
	struct inode *inode;

	if (!dentry)
		return -ENOMEM;
	inode = new_simple_inode(sb, S_IFREG | file->mode, ino);
	if (!inode) {
		dput(dentry);
		return -ENOMEM;
	}
	inode->i_fop = file->ops;
#if UNOOPS_SINCE(7, 0)
	d_make_persistent(dentry, inode);
	dput(dentry);
#else
	d_add(dentry, inode);
#endif
	return 0;
}

#if UNOOPS_SINCE(4, 12)
int simple_fill_super(struct super_block *sb, unsigned long magic, const struct tree_descr *files)
#else
int simple_fill_super(struct super_block *sb, unsigned long magic, struct tree_descr *files)
#endif
{
	static const struct super_operations simple_super_operations = { .statfs = simple_statfs };
	struct inode *inode;
	unsigned int i;
	int err = 0;

	sb->s_blocksize = PAGE_SIZE;
	sb->s_blocksize_bits = PAGE_SHIFT;
	sb->s_magic = magic;
	sb->s_op = &simple_super_operations;
	sb->s_time_gran = 1;
	inode = new_simple_inode(sb, S_IFDIR | 0755, 1);
	if (!inode)
		return -ENOMEM;
	inode->i_op = &simple_dir_inode_operations;
	inode->i_fop = &simple_dir_operations;
	set_nlink(inode, 2);
	sb->s_root = d_make_root(inode);
	if (!sb->s_root)
		return -ENOMEM;
	for (i = 0; !err && (!files[i].name || files[i].name[0]); i++)
		if (files[i].name)
			err = add_file(sb, &files[i], i);
	return err;
}
