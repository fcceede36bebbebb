/* SPDX-License-Identifier: MIT */
/* fs/super.c; 4.4 ... 7.2. A file system that is mounted: it holds its type's module until its last mount is gone. */
#include <linux/blk_types.h>
#include <linux/fs_context.h>
#include <linux/slab.h>
#include "super.h"

static const struct super_operations no_super_operations;
static struct block_device disk = { .bd_dev = MKDEV(7, 0) };

/* s_umount is taken, as kill_sb() and fill_super() find it. */
static struct super_block *new_super(struct file_system_type *type, int flags)
{
	struct super_block *sb = unoops_fault("alloc_super") ? NULL : unoops_alloc(sizeof(*sb), "super_block");

	if (!sb)
		return NULL;
	sb->s_op = &no_super_operations;
	sb->s_type = type;
	sb->s_flags = flags;
	sb->s_maxbytes = 0x7fffffff;
	sb->s_blocksize = PAGE_SIZE;
	sb->s_blocksize_bits = PAGE_SHIFT;
	sb->s_time_gran = 1000000000;
#if UNOOPS_SINCE(4, 8)
	sb->s_user_ns = &init_user_ns;
#endif
	sb->s_count = 1;
	atomic_set(&sb->s_active, 1);
	INIT_LIST_HEAD(&sb->s_inodes);
	INIT_LIST_HEAD(&sb->unoops_buffers);
	init_rwsem(&sb->s_umount);
	down_write(&sb->s_umount);
	hlist_add_head(&sb->s_instances, &type->fs_supers);
	__module_get(type->owner);
	return sb;
}

static void put_super(struct super_block *sb)
{
	if (!--sb->s_count)
		unoops_free(sb);
}

/* From 6.6 on whoever kills it takes it off its type's list; before, generic_shutdown_super() alone does. */
void deactivate_locked_super(struct super_block *sb)
{
	struct file_system_type *type = sb->s_type;

	if (!atomic_dec_and_test(&sb->s_active)) {
		up_write(&sb->s_umount);
		return;
	}
	unoops_call_fn(type->kill_sb, sb);
	if (UNOOPS_SINCE(6, 6))
		hlist_del_init(&sb->s_instances);
	module_put(type->owner);
	put_super(sb);
}

void deactivate_super(struct super_block *sb)
{
	if (atomic_add_unless(&sb->s_active, -1, 1))
		return;
	down_write(&sb->s_umount);
	deactivate_locked_super(sb);
}

int sync_filesystem(struct super_block *sb)
{
	if (!sb->s_op->sync_fs || sb->s_flags & MS_RDONLY)
		return 0;
	(void)unoops_call_fn(sb->s_op->sync_fs, sb, 0);
	return unoops_call_fn(sb->s_op->sync_fs, sb, 1);
}

void generic_shutdown_super(struct super_block *sb)
{
	struct dentry *root = sb->s_root;

	unoops_check_may_sleep("a file system is unmounted in atomic context");
	if (root) {
		sb->s_root = NULL;
		unoops_shrink_dcache(root);
		(void)sync_filesystem(sb);
		sb->s_flags &= ~MS_ACTIVE;
		unoops_evict_inodes(sb);
		if (sb->s_op->put_super)
			unoops_call_fn(sb->s_op->put_super, sb);
		if (!list_empty(&sb->s_inodes))
			unoops_warn("fs/super.c", 0, "VFS: Busy inodes after unmount");
	}
	if (!UNOOPS_SINCE(6, 6))
		hlist_del_init(&sb->s_instances);
	up_write(&sb->s_umount);
}

void kill_anon_super(struct super_block *sb) { generic_shutdown_super(sb); }

void kill_block_super(struct super_block *sb)
{
	generic_shutdown_super(sb);
	unoops_forget_buffers(sb);
}

#if !UNOOPS_SINCE(7, 0)
void kill_litter_super(struct super_block *sb)
{
	if (sb->s_root)
		d_genocide(sb->s_root);
	kill_anon_super(sb);
}
#endif

/* One more use of what is mounted already, with s_umount taken; NULL when there is none. */
static struct super_block *grab(struct file_system_type *type, bool (*is_wanted)(struct super_block *sb, void *data), void *data)
{
	struct super_block *sb;

	hlist_for_each_entry(sb, &type->fs_supers, s_instances)
		if (is_wanted(sb, data) && atomic_inc_not_zero(&sb->s_active)) {
			down_write(&sb->s_umount);
			return sb;
		}
	return NULL;
}

static bool is_any(struct super_block *sb, void *data) { return true; }
static bool is_of_disk(struct super_block *sb, void *data) { return sb->s_bdev == data; }

static void set_disk(struct super_block *sb)
{
	unoops_assume("a disk that is mounted holds zeros: what else a file system may find there is not looked at");
	sb->s_bdev = &disk;
	strscpy(sb->s_id, "loop0", sizeof(sb->s_id));
}

/* What fill_super() said of `sb`, which is the mount's unless it failed. */
static int filled(struct super_block *sb, int err)
{
	if (err)
		deactivate_locked_super(sb);
	else
		sb->s_flags |= MS_ACTIVE;
	return err;
}

#if !UNOOPS_SINCE(7, 0)
typedef int fill_fn(struct super_block *sb, void *data, int silent);

static struct dentry *root_of(struct super_block *sb, fill_fn *fill_super, void *data, int flags)
{
	int err = sb->s_root ? 0 : filled(sb, unoops_call_fn(fill_super, sb, data, !!(flags & MS_SILENT)));

	return err ? ERR_PTR(err) : dget(sb->s_root);
}

struct dentry *mount_nodev(struct file_system_type *type, int flags, void *data, fill_fn *fill_super)
{
	struct super_block *sb = new_super(type, flags);

	return sb ? root_of(sb, fill_super, data, flags) : ERR_PTR(-ENOMEM);
}

struct dentry *mount_single(struct file_system_type *type, int flags, void *data, fill_fn *fill_super)
{
	struct super_block *sb = grab(type, is_any, NULL);

	if (!sb)
		sb = new_super(type, flags);
	return sb ? root_of(sb, fill_super, data, flags) : ERR_PTR(-ENOMEM);
}

struct dentry *mount_bdev(struct file_system_type *type, int flags, const char *dev_name, void *data, fill_fn *fill_super)
{
	struct super_block *sb = grab(type, is_of_disk, &disk);

	if (!sb) {
		sb = new_super(type, flags);
		if (sb)
			set_disk(sb);
	}
	return sb ? root_of(sb, fill_super, data, flags) : ERR_PTR(-ENOMEM);
}

int set_anon_super(struct super_block *sb, void *data) { return 0; }

struct super_block *sget(struct file_system_type *type, int (*test)(struct super_block *sb, void *data),
			 int (*set)(struct super_block *sb, void *data), int flags, void *data)
{
	struct super_block *sb;
	int err;

	hlist_for_each_entry(sb, &type->fs_supers, s_instances)
		if (test && test(sb, data) && atomic_inc_not_zero(&sb->s_active)) {
			down_write(&sb->s_umount);
			return sb;
		}
	sb = new_super(type, flags);
	if (!sb)
		return ERR_PTR(-ENOMEM);
	err = set(sb, data);
	if (!err)
		return sb;
	deactivate_locked_super(sb);
	return ERR_PTR(err);
}
#endif

#if UNOOPS_SINCE(5, 1)
typedef int fill_fc_fn(struct super_block *sb, struct fs_context *fc);

static int set_root(struct fs_context *fc, struct super_block *sb, fill_fc_fn *fill_super)
{
	int err;

	if (!sb)
		return -ENOMEM;
	err = sb->s_root ? 0 : filled(sb, unoops_call_fn(fill_super, sb, fc));
	if (!err)
		fc->root = dget(sb->s_root);
	return err;
}

static struct super_block *new_super_fc(struct fs_context *fc)
{
	struct super_block *sb = new_super(fc->fs_type, fc->sb_flags);

	if (sb) {
		sb->s_fs_info = fc->s_fs_info;
		sb->s_iflags = fc->s_iflags;
		fc->s_fs_info = NULL;
	}
	return sb;
}

int get_tree_nodev(struct fs_context *fc, fill_fc_fn *fill_super) { return set_root(fc, new_super_fc(fc), fill_super); }

int get_tree_single(struct fs_context *fc, fill_fc_fn *fill_super)
{
	struct super_block *sb = grab(fc->fs_type, is_any, NULL);

	return set_root(fc, sb ? sb : new_super_fc(fc), fill_super);
}

static bool has_info(struct super_block *sb, void *data) { return sb->s_fs_info == data; }
int get_tree_keyed(struct fs_context *fc, fill_fc_fn *fill_super, void *key)
{
	struct super_block *sb;

	fc->s_fs_info = key;
	sb = grab(fc->fs_type, has_info, key);
	return set_root(fc, sb ? sb : new_super_fc(fc), fill_super);
}

int get_tree_bdev(struct fs_context *fc, fill_fc_fn *fill_super)
{
	struct super_block *sb = grab(fc->fs_type, is_of_disk, &disk);

	if (!sb) {
		sb = new_super_fc(fc);
		if (sb)
			set_disk(sb);
	}
	return set_root(fc, sb, fill_super);
}

int set_anon_super_fc(struct super_block *sb, struct fs_context *fc) { return 0; }

int vfs_parse_fs_param_source(struct fs_context *fc, struct fs_parameter *param)
{
	if (strcmp(param->key, "source"))
		return -519;	/* ENOPARAM */
	fc->source = param->string;
	param->string = NULL;
	return 0;
}

/* mount(2) gives one parameter, where it is mounted from. */
static int give_source(struct fs_context *fc, const char *source)
{
	struct fs_parameter param = { .key = "source", .type = fs_value_is_string, .string = (char *)source, .size = strlen(source) };
	int err = -519;

	if (fc->ops->parse_param)
		err = unoops_call_fn(fc->ops->parse_param, fc, &param);
	return err == -519 ? vfs_parse_fs_param_source(fc, &param) : err;
}

int vfs_get_tree(struct fs_context *fc)
{
	int err = unoops_call_fn(fc->ops->get_tree, fc);

	if (err < 0)
		return err;
	if (!fc->root)
		unoops_trap(UNOOPS_BUG, fc, "get_tree() succeeds without a root");
	return 0;
}

static struct dentry *get_tree(struct file_system_type *type, int flags, const char *source)
{
	struct fs_context fc = { .fs_type = type, .sb_flags = flags, .user_ns = &init_user_ns };
	int err = unoops_call_fn(type->init_fs_context, &fc);

	if (err)
		return ERR_PTR(err);
	err = give_source(&fc, source);
	if (!err)
		err = vfs_get_tree(&fc);
	if (fc.ops->free)
		unoops_call_fn(fc.ops->free, &fc);
	return err ? ERR_PTR(err) : fc.root;
}
#endif

static struct dentry *mounted_root(struct file_system_type *type, int flags, const char *source)
{
#if UNOOPS_SINCE(7, 0)
	return get_tree(type, flags, source);
#else
#if UNOOPS_SINCE(5, 1)
	if (type->init_fs_context)
		return get_tree(type, flags, source);
#endif
	return (struct dentry *)(long)unoops_call_fn(type->mount, type, flags, source, NULL);
#endif
}

struct vfsmount *unoops_mount(struct file_system_type *type, int flags, const char *source)
{
	struct dentry *root = mounted_root(type, flags, source);
	struct super_block *sb;
	struct vfsmount *mnt;

	if (IS_ERR(root))
		return ERR_CAST(root);
	sb = root->d_sb;
	up_write(&sb->s_umount);
	mnt = unoops_alloc(sizeof(*mnt), "vfsmount");
	mnt->mnt_root = root;
	mnt->mnt_sb = sb;
	mnt->unoops_count = 1;
	return mnt;
}

struct vfsmount *mntget(struct vfsmount *mnt)
{
	if (mnt)
		mnt->unoops_count++;
	return mnt;
}

void mntput(struct vfsmount *mnt)
{
	struct super_block *sb;

	if (IS_ERR_OR_NULL(mnt) || --mnt->unoops_count)
		return;
	sb = mnt->mnt_sb;
	dput(mnt->mnt_root);
	unoops_free(mnt);
	deactivate_super(sb);
}

struct vfsmount *vfs_kern_mount(struct file_system_type *type, int flags, const char *name, void *data)
{
	unoops_check_may_sleep("a file system is mounted in atomic context");
	return unoops_mount(type, flags, name);
}

struct vfsmount *kern_mount(struct file_system_type *type) { return vfs_kern_mount(type, MS_KERNMOUNT, type->name, NULL); }

void kern_unmount(struct vfsmount *mnt)
{
	unoops_check_may_sleep("kern_unmount() in atomic context");
	mntput(mnt);
}

int simple_pin_fs(struct file_system_type *type, struct vfsmount **mount, int *count)
{
	if (!*mount) {
		struct vfsmount *mnt = kern_mount(type);

		if (IS_ERR(mnt))
			return PTR_ERR(mnt);
		*mount = mnt;
	} else {
		mntget(*mount);
	}
	++*count;
	return 0;
}

void simple_release_fs(struct vfsmount **mount, int *count)
{
	struct vfsmount *mnt = *mount;

	if (!--*count)
		*mount = NULL;
	mntput(mnt);
}
