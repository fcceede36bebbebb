/* SPDX-License-Identifier: MIT */
/*
 * fs/filesystems.c, fs/namespace.c, fs/namei.c; 4.4 ... 7.2. While a type is registered, a process may mount one of it, do something with
 * what is there, and unmount it. Its module is held by the process while it mounts, and by what is mounted, if the type has an owner.
 */
#include <linux/fs_parser.h>
#include <linux/statfs.h>
#include "super.h"
#include "user.h"

struct registered_type {
	struct happening session;
	struct file_system_type *type;
	struct list_head entry;
};
static LIST_HEAD(registered_types);

/* The functions of inodes are called with the owner's mapping first, from the release on that has it. */
#if UNOOPS_SINCE(6, 3)
#define IDMAP	&nop_mnt_idmap,
#elif UNOOPS_SINCE(5, 12)
#define IDMAP	&init_user_ns,
#else
#define IDMAP
#endif

/* What a file system is used for: a file that is there, or what the root's functions can do. */
enum mount_deed { MOUNT_NOTHING, MOUNT_FILE, MOUNT_LIST, MOUNT_LOOKUP, MOUNT_CREATE, MOUNT_MKDIR, MOUNT_STATFS };
struct possible_deed { enum mount_deed what; struct dentry *dentry; };
#define MOST_DEEDS	12

static bool is_kernels(const void *fn) { return fn == dcache_readdir || fn == simple_lookup || fn == simple_statfs; }

static int (*readdir_of(const struct inode *dir))(struct file *file, struct dir_context *ctx)
{
#if !UNOOPS_SINCE(6, 6)
	if (!dir->i_fop->iterate_shared)
		return dir->i_fop->iterate;
#endif
	return dir->i_fop->iterate_shared;
}

static unsigned int add_deed(struct possible_deed *deeds, unsigned int n, enum mount_deed what, struct dentry *dentry)
{
	if (n < MOST_DEEDS)
		deeds[n++] = (struct possible_deed){ what, dentry };
	return n;
}

/* Files of a directory, and of those below it, through which somebody comes to them. */
static unsigned int add_files_below(struct possible_deed *deeds, unsigned int n, struct dentry *dir)
{
	struct dentry *child = NULL;

	if (!dir->d_inode->i_op->lookup)
		return n;
	while ((child = unoops_next_child(dir, child))) {
		if (!simple_positive(child))
			continue;
		if (S_ISREG(child->d_inode->i_mode))
			n = add_deed(deeds, n, MOUNT_FILE, child);
		else if (S_ISDIR(child->d_inode->i_mode))
			n = add_files_below(deeds, n, child);
	}
	return n;
}

static unsigned int possible_deeds(struct possible_deed *deeds, struct dentry *root)
{
	const struct inode *dir = root->d_inode;
	unsigned int n = add_deed(deeds, 0, MOUNT_NOTHING, root);

	n = add_files_below(deeds, n, root);
	if (readdir_of(dir) && !is_kernels(readdir_of(dir)))
		n = add_deed(deeds, n, MOUNT_LIST, root);
	if (dir->i_op->lookup && !is_kernels(dir->i_op->lookup))
		n = add_deed(deeds, n, MOUNT_LOOKUP, root);
	if (dir->i_op->lookup && dir->i_op->create)
		n = add_deed(deeds, n, MOUNT_CREATE, root);
	if (dir->i_op->lookup && dir->i_op->mkdir)
		n = add_deed(deeds, n, MOUNT_MKDIR, root);
	if (root->d_sb->s_op->statfs && !is_kernels(root->d_sb->s_op->statfs))
		n = add_deed(deeds, n, MOUNT_STATFS, root);
	return n;
}

static void use_file_of(struct happening *session, struct dentry *dentry)
{
	struct inode *inode = dentry->d_inode;
	struct user_file uf = { .kind = USER_MOUNTED, .session = { .left = session->left, .overlaps = session->overlaps }, .ops = inode->i_fop,
				.fops = *inode->i_fop, .name = (const char *)dentry->d_name.name };

	INIT_LIST_HEAD(&uf.opened);
	dget(dentry);
	unoops_use_file(&uf, inode, dentry);
	dput(dentry);
}

/* Names go nowhere; there is room for all of them. */
#if UNOOPS_SINCE(6, 1)
static bool take_name(struct dir_context *ctx, const char *name, int len, loff_t offset, u64 ino, unsigned int type) { return true; }
#else
static int take_name(struct dir_context *ctx, const char *name, int len, loff_t offset, u64 ino, unsigned int type) { return 0; }
#endif

/* getdents(2) is called until it gives nothing: once more than there is something. */
static void list_directory(struct dentry *dir)
{
	struct inode *inode = dir->d_inode;
	struct file file = { .f_inode = inode, .f_op = inode->i_fop, .f_path = { .dentry = dir }, .f_mode = FMODE_READ, .f_mapping = inode->i_mapping };
	struct dir_context ctx = { .actor = take_name };
	unsigned int times = 2;
	loff_t before;

	unoops_tellf("ls /mnt");
	if (!try_module_get(file.f_op->owner))
		return;
	if (!file.f_op->open || !unoops_call_fn(file.f_op->open, inode, &file)) {
		do {
			before = ctx.pos;
			inode_lock(inode);
			(void)unoops_call_fn(readdir_of(inode), &file, &ctx);
			inode_unlock(inode);
		} while (ctx.pos != before && --times);
		if (file.f_op->release)
			(void)unoops_call_fn(file.f_op->release, inode, &file);
	}
	module_put(file.f_op->owner);
}

/* A name that is in the cache, or that the directory's function says something of; the directory is locked. */
static struct dentry *look_up_name(struct dentry *dir, const char *name)
{
	struct qstr q = QSTR_INIT(name, strlen(name));
	struct dentry *found = d_lookup(dir, &q), *other;

	if (found)
		return found;
	found = d_alloc(dir, &q);
	if (!found)
		return ERR_PTR(-ENOMEM);
	other = (struct dentry *)(long)unoops_call_fn(dir->d_inode->i_op->lookup, dir->d_inode, found, 0);
	if (!other)
		return found;
	dput(found);
	return other;
}

/* A name that nobody has used, or one that the module compares with. */
static void pick_name(char *name, unsigned int size)
{
	unsigned int picked = unoops_choose(1 + unoops_text(-1, 0), ""), i;

	strscpy(name, "file", size);
	for (i = 0; picked && i < (unsigned int)unoops_text(picked - 1, -1) && i < size - 1; i++) {
		name[i] = unoops_text(picked - 1, i);
		name[i + 1] = 0;
	}
}

static void look_for_file(struct happening *session, struct dentry *root)
{
	struct dentry *dentry;
	char name[DNAME_INLINE_LEN];

	pick_name(name, sizeof(name));
	unoops_tellf("stat /mnt/%s", name);
	inode_lock(root->d_inode);
	dentry = look_up_name(root, name);
	inode_unlock(root->d_inode);
	if (IS_ERR(dentry))
		return;
	if (dentry->d_inode && S_ISREG(dentry->d_inode->i_mode))
		use_file_of(session, dentry);
	dput(dentry);
}

/* vfs_unlink(), vfs_rmdir(). */
static void remove_name(struct dentry *dir, struct dentry *dentry, int (*remove)(struct inode *dir, struct dentry *dentry))
{
	struct inode *inode = dentry->d_inode;
	int err;

	if (!remove || !inode || !unoops_choose(2, ""))
		return;
	unoops_tellf("rm /mnt/%s", dentry->d_name.name);
	ihold(inode);
	inode_lock(dir->d_inode);
	inode_lock(inode);
	err = unoops_call_fn(remove, dir->d_inode, dentry);
	inode_unlock(inode);
	inode_unlock(dir->d_inode);
	if (!err)
		d_delete(dentry);
	iput(inode);
}

static void create_and_use(struct happening *session, struct dentry *root)
{
	struct inode *dir = root->d_inode;
	struct dentry *dentry;
	int err;

	unoops_tellf("touch /mnt/file");
	inode_lock(dir);
	dentry = look_up_name(root, "file");
	err = IS_ERR(dentry) ? PTR_ERR(dentry) : 0;
	if (!err && !dentry->d_inode)
		err = unoops_call_fn(dir->i_op->create, IDMAP dir, dentry, S_IFREG | 0644, true);
	inode_unlock(dir);
	if (!err && dentry->d_inode) {
		use_file_of(session, dentry);
		remove_name(root, dentry, dir->i_op->unlink);
	}
	if (!IS_ERR(dentry))
		dput(dentry);
}

static void make_directory(struct dentry *root)
{
	struct inode *dir = root->d_inode;
	struct dentry *dentry, *other = NULL;
	int err;

	unoops_tellf("mkdir /mnt/file");
	inode_lock(dir);
	dentry = look_up_name(root, "file");
	err = IS_ERR(dentry) ? PTR_ERR(dentry) : 0;
	if (!err && !dentry->d_inode) {
		err = unoops_call_fn(dir->i_op->mkdir, IDMAP dir, dentry, S_IFDIR | 0755);
		other = (struct dentry *)(long)err;
	}
	inode_unlock(dir);
	/* From 6.15 on it gives the directory's own dentry, if that is another one. */
	if (UNOOPS_SINCE(6, 15) && other && !IS_ERR(other)) {
		dput(dentry);
		dentry = other;
		err = 0;
	}
	if (!err && dentry->d_inode)
		remove_name(root, dentry, dir->i_op->rmdir);
	if (!IS_ERR(dentry))
		dput(dentry);
}

static void do_deed(struct happening *session, const struct possible_deed *deed)
{
	struct kstatfs stat = { 0 };

	switch (deed->what) {
	case MOUNT_NOTHING:
		break;
	case MOUNT_FILE:
		use_file_of(session, deed->dentry);
		break;
	case MOUNT_LIST:
		list_directory(deed->dentry);
		break;
	case MOUNT_LOOKUP:
		look_for_file(session, deed->dentry);
		break;
	case MOUNT_CREATE:
		create_and_use(session, deed->dentry);
		break;
	case MOUNT_MKDIR:
		make_directory(deed->dentry);
		break;
	case MOUNT_STATFS:
		unoops_tellf("df /mnt");
		(void)unoops_call_fn(deed->dentry->d_sb->s_op->statfs, deed->dentry, &stat);
		break;
	}
}

static void use_mounted(struct happening *session, struct dentry *root)
{
	struct possible_deed deeds[MOST_DEEDS];
	unsigned int n;

	unoops_assume("of a file system that is mounted, files are looked up, made, used and removed, and directories listed, made and removed: "
		      "nobody gives it options, mounts it again, or asks for links, other names or attributes");
	do {
		n = possible_deeds(deeds, root);
		if (n > 1)
			do_deed(session, &deeds[unoops_choose(n, "")]);
	} while (!session->overlaps && session->left && n > 1 && unoops_choose(2, "") && session->left--);
}

/* mount(2) and umount(2). A type that was left behind is asked for its owner, by whoever looks for a file system. */
static void mount_and_use(struct registered_type *registered)
{
	struct file_system_type *type = registered->type;
	struct module *owner = *(struct module *volatile *)&type->owner;
	struct vfsmount *mnt;

	if (registered->session.off || !try_module_get(owner))
		return;
	unoops_tellf("mount -t %s /dev/loop0 /mnt", type->name);
	mnt = unoops_mount(type, 0, "/dev/loop0");
	module_put(owner);
	if (IS_ERR(mnt))
		return;
	unoops_yield();
	use_mounted(&registered->session, mnt->mnt_root);
	unoops_tellf("umount /mnt");
	mntput(mnt);
}

static void mount_session(struct happening *h)
{
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	mount_and_use((struct registered_type *)h);
	unoops_end_session(tsk, seat);
}

int register_filesystem(struct file_system_type *type)
{
	struct registered_type *registered;

	if (strchr(type->name, '.'))
		unoops_trap(UNOOPS_BUG, type, "the name of a file system has a dot");
	list_for_each_entry(registered, &registered_types, entry)
		if (!strcmp(registered->type->name, type->name))
			return -EBUSY;
	registered = unoops_new_deed(sizeof(*registered), mount_session);
	registered->type = type;
	list_add_tail(&registered->entry, &registered_types);
	unoops_expect(&registered->session);
	return 0;
}

int unregister_filesystem(struct file_system_type *type)
{
	struct registered_type *registered;

	unoops_check_may_sleep("unregister_filesystem() in atomic context");
	list_for_each_entry(registered, &registered_types, entry)
		if (registered->type == type) {
			list_del(&registered->entry);
			unoops_call_off(&registered->session, false);
			return 0;
		}
	return -EINVAL;
}

#if UNOOPS_SINCE(5, 6)
/* fs/fs_parser.c. The one parameter that mount(2) gives is no option. */
int fs_parse(struct fs_context *fc, const struct fs_parameter_spec *desc, struct fs_parameter *param, struct fs_parse_result *result)
{
	for (; desc->name; desc++)
		if (!strcmp(desc->name, param->key)) {
			*result = (struct fs_parse_result){ 0 };
			return desc->opt;
		}
	return -519;	/* ENOPARAM */
}
#endif
