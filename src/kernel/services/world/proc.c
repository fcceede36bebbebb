/* SPDX-License-Identifier: MIT */
/* fs/proc/generic.c, fs/proc/inode.c; 4.4 ... 7.2. Nobody holds the module: a removal waits for whoever is inside. */
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include "user.h"

struct proc_dir_entry {
	struct list_head entry;
	struct proc_dir_entry *parent;
	char name[24];
	struct user_file *uf;		/* NULL for a directory */
	int (*single_show)(struct seq_file *m, void *v);
	const struct seq_operations *seq_ops;
};
static LIST_HEAD(proc_entries);

static struct proc_dir_entry *find_entry(const char *name, const struct proc_dir_entry *parent)
{
	struct proc_dir_entry *pde;

	list_for_each_entry(pde, &proc_entries, entry)
		if (pde->parent == parent && !strncmp(pde->name, name, sizeof(pde->name) - 1))
			return pde;
	return NULL;
}

/* proc_register(): a name that is there already is refused. */
static struct proc_dir_entry *new_entry(const char *name, struct proc_dir_entry *parent)
{
	struct proc_dir_entry *pde;

	unoops_check_may_sleep("a proc entry is created in atomic context");
	if (unoops_fault("proc_create"))
		return NULL;
	if (find_entry(name, parent)) {
		unoops_warn("fs/proc/generic.c", 0, "the name of a proc entry is already registered");
		return NULL;
	}
	pde = unoops_alloc(sizeof(*pde), "proc_dir_entry");
	strscpy(pde->name, name, sizeof(pde->name));
	pde->parent = parent;
	list_add_tail(&pde->entry, &proc_entries);
	return pde;
}

static struct proc_dir_entry *publish(struct proc_dir_entry *pde, const struct file_operations *fops, void *data)
{
	if (!pde)
		return NULL;
	pde->uf = unoops_new_user_file(USER_PROC, pde, pde->name, fops);
	pde->uf->inode_private = data;
	unoops_publish_user_file(pde->uf);
	return pde;
}

#if UNOOPS_SINCE(5, 6)
static struct file_operations fops_of(const struct proc_ops *ops)
{
	return (struct file_operations){
		.open = ops->proc_open, .read = ops->proc_read, .write = ops->proc_write, .llseek = ops->proc_lseek,
		.release = ops->proc_release, .poll = ops->proc_poll, .unlocked_ioctl = ops->proc_ioctl, .mmap = ops->proc_mmap,
	};
}

struct proc_dir_entry *proc_create_data(const char *name, umode_t mode, struct proc_dir_entry *parent, const struct proc_ops *ops,
					void *data)
{
	struct file_operations fops = fops_of(ops);

	return publish(new_entry(name, parent), &fops, data);
}
struct proc_dir_entry *proc_create(const char *name, umode_t mode, struct proc_dir_entry *parent, const struct proc_ops *ops)
#else
struct proc_dir_entry *proc_create_data(const char *name, umode_t mode, struct proc_dir_entry *parent,
					const struct file_operations *ops, void *data)
{
	return publish(new_entry(name, parent), ops, data);
}
struct proc_dir_entry *proc_create(const char *name, umode_t mode, struct proc_dir_entry *parent, const struct file_operations *ops)
#endif
{
	return proc_create_data(name, mode, parent, ops, NULL);
}

#if UNOOPS_SINCE(4, 18)
static struct proc_dir_entry *pde_of(const struct file *file) { return (struct proc_dir_entry *)file->private_data; }

static int proc_single_open(struct inode *inode, struct file *file)
{
	return single_open(file, pde_of(file)->single_show, inode->i_private);
}

struct proc_dir_entry *proc_create_single_data(const char *name, umode_t mode, struct proc_dir_entry *parent,
					       int (*show)(struct seq_file *m, void *v), void *data)
{
	static const struct file_operations fops = { .open = proc_single_open, .read = seq_read, .release = single_release };
	struct proc_dir_entry *pde = publish(new_entry(name, parent), &fops, data);

	if (pde) {
		pde->single_show = show;
		pde->uf->private_data = pde;
	}
	return pde;
}

static int proc_seq_open(struct inode *inode, struct file *file) { return seq_open(file, pde_of(file)->seq_ops); }

struct proc_dir_entry *proc_create_seq_private(const char *name, umode_t mode, struct proc_dir_entry *parent,
					       const struct seq_operations *ops, unsigned int size, void *data)
{
	static const struct file_operations fops = { .open = proc_seq_open, .read = seq_read, .release = seq_release };
	struct proc_dir_entry *pde = publish(new_entry(name, parent), &fops, data);

	if (pde) {
		pde->seq_ops = ops;
		pde->uf->private_data = pde;
	}
	return pde;
}
#endif

struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent) { return new_entry(name, parent); }
struct proc_dir_entry *proc_mkdir_data(const char *name, umode_t mode, struct proc_dir_entry *parent, void *data)
{
	return new_entry(name, parent);
}
struct proc_dir_entry *proc_symlink(const char *name, struct proc_dir_entry *parent, const char *target)
{
	return new_entry(name, parent);
}

static void remove_entry(struct proc_dir_entry *pde)
{
	list_del(&pde->entry);
	if (pde->uf)
		unoops_remove_user_file(pde->uf);
	unoops_free(pde);
}

/* With all that is below it. */
void proc_remove(struct proc_dir_entry *pde)
{
	struct proc_dir_entry *child;

	if (!pde)
		return;
again:
	list_for_each_entry(child, &proc_entries, entry)
		if (child->parent == pde) {
			proc_remove(child);
			goto again;
		}
	remove_entry(pde);
}

void remove_proc_entry(const char *name, struct proc_dir_entry *parent)
{
	struct proc_dir_entry *pde = find_entry(name, parent);

	if (pde)
		remove_entry(pde);
	else
		unoops_warn("fs/proc/generic.c", 0, "name of a proc entry that is not there");
}

int remove_proc_subtree(const char *name, struct proc_dir_entry *parent)
{
	struct proc_dir_entry *pde = find_entry(name, parent);

	proc_remove(pde);
	return pde ? 0 : -ENOENT;
}
