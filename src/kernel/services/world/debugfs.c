/* SPDX-License-Identifier: MIT */
/* fs/debugfs/inode.c, fs/debugfs/file.c; 4.4 ... 7.2. */
#include <linux/debugfs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "user.h"

struct debugfs_entry {
	struct dentry dentry;
	struct list_head entry;
	struct user_file *uf;		/* NULL for a directory */
	const char *value;		/* of a plain value, with its size */
	unsigned int size;
};
static LIST_HEAD(debugfs_entries);

static struct debugfs_entry *new_debugfs_entry(const char *name, struct dentry *parent)
{
	struct debugfs_entry *de;

	unoops_check_may_sleep("a debugfs file is created in atomic context");
	if (unoops_fault("debugfs_create"))
		return NULL;
	de = unoops_alloc(sizeof(*de), "dentry");
	strscpy((char *)de->dentry.d_iname, name, sizeof(de->dentry.d_iname));
	de->dentry.d_name.name = de->dentry.d_iname;
	de->dentry.d_parent = parent;
	list_add_tail(&de->entry, &debugfs_entries);
	return de;
}

/* NULL on failure until 5.0, an error pointer from then on. */
static struct dentry *dentry_or_error(struct debugfs_entry *de)
{
	return de ? &de->dentry : UNOOPS_SINCE(5, 0) ? ERR_PTR(-ENOMEM) : NULL;
}

struct dentry *debugfs_create_dir(const char *name, struct dentry *parent) { return dentry_or_error(new_debugfs_entry(name, parent)); }

static void publish_debugfs(struct debugfs_entry *de, const struct file_operations *fops, void *data)
{
	de->uf = unoops_new_user_file(USER_DEBUGFS, de, (const char *)de->dentry.d_iname, fops);
	de->uf->inode_private = data;
	unoops_publish_user_file(de->uf);
}

/* debugfs_u32_get() and the like: the value is looked at, not what it is. */
static ssize_t read_value(struct file *file, char __user *to, size_t count, loff_t *pos)
{
	const struct debugfs_entry *de = file->f_inode->i_private;

	unoops_look_at(de->value[0]);
	unoops_look_at(de->value[de->size - 1]);
	return 0;
}
static const struct file_operations value_fops = { .read = read_value };

/* Until 4.6 nobody waits for readers of a file that goes, and no module can do anything about that: here it waits there too. */
struct dentry *unoops_debugfs_value(const char *name, umode_t mode, struct dentry *parent, const void *value, unsigned int size)
{
	struct debugfs_entry *de = IS_ERR(parent) ? NULL : new_debugfs_entry(name, parent);

	unoops_assume("user space does not write values that debugfs shows");
	if (!UNOOPS_SINCE(4, 7))
		unoops_assume("user space reads no value of debugfs whose file goes meanwhile");
	if (de && mode & 0444) {
		de->value = value;
		de->size = size;
		publish_debugfs(de, &value_fops, de);
		de->uf->waits = true;
	}
	return dentry_or_error(de);
}

struct dentry *debugfs_create_file(const char *name, umode_t mode, struct dentry *parent, void *data,
				   const struct file_operations *fops)
{
	struct debugfs_entry *de = IS_ERR(parent) ? NULL : new_debugfs_entry(name, parent);

	if (de)
		publish_debugfs(de, fops, data);
	return dentry_or_error(de);
}

/* With all that is below it. */
void debugfs_remove(struct dentry *dentry)
{
	struct debugfs_entry *de, *child;

	if (IS_ERR_OR_NULL(dentry))
		return;
	de = container_of(dentry, struct debugfs_entry, dentry);
again:
	list_for_each_entry(child, &debugfs_entries, entry)
		if (child->dentry.d_parent == dentry) {
			debugfs_remove(&child->dentry);
			goto again;
		}
	list_del(&de->entry);
	if (de->uf)
		unoops_remove_user_file(de->uf);
	unoops_free(de);
}
