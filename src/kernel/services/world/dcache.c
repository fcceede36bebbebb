/* SPDX-License-Identifier: MIT */
/* fs/dcache.c; 4.4 ... 7.2. Names, each with an inode or without. */
#include <linux/slab.h>
#include "dcache.h"

#if UNOOPS_SINCE(6, 8)
static void add_child(struct dentry *parent, struct dentry *child) { hlist_add_head(&child->d_sib, &parent->d_children); }
static void remove_child(struct dentry *child) { hlist_del_init(&child->d_sib); }

struct dentry *unoops_next_child(struct dentry *parent, struct dentry *after)
{
	struct hlist_node *next = after ? after->d_sib.next : parent->d_children.first;

	return next ? hlist_entry(next, struct dentry, d_sib) : NULL;
}
#else
static void add_child(struct dentry *parent, struct dentry *child) { list_add(&child->d_child, &parent->d_subdirs); }
static void remove_child(struct dentry *child) { list_del_init(&child->d_child); }

struct dentry *unoops_next_child(struct dentry *parent, struct dentry *after)
{
	struct list_head *next = after ? after->d_child.next : parent->d_subdirs.next;

	return next != &parent->d_subdirs ? list_entry(next, struct dentry, d_child) : NULL;
}
#endif

static struct dentry *new_dentry(struct super_block *sb, const struct qstr *name)
{
	struct dentry *dentry = unoops_fault("d_alloc") ? NULL : unoops_alloc(sizeof(*dentry), "dentry");
	unsigned int len;

	if (!dentry)
		return NULL;
	len = min_t(unsigned int, name->len, DNAME_INLINE_LEN - 1);
	memcpy(dentry->d_iname, name->name, len);
	dentry->d_name.name = dentry->d_iname;
	dentry->d_name.len = len;
	dentry->d_name.hash = name->hash;
	dentry->d_lockref.count = 1;
	dentry->d_sb = sb;
	dentry->d_parent = dentry;
	dentry->d_op = sb->s_d_op;
	spin_lock_init(&dentry->d_lock);
#if !UNOOPS_SINCE(6, 8)
	INIT_LIST_HEAD(&dentry->d_child);
	INIT_LIST_HEAD(&dentry->d_subdirs);
#endif
	if (dentry->d_op && dentry->d_op->d_init)
		unoops_call_fn(dentry->d_op->d_init, dentry);
	return dentry;
}

struct dentry *d_alloc(struct dentry *parent, const struct qstr *name)
{
	struct dentry *dentry = new_dentry(parent->d_sb, name);

	if (dentry) {
		dentry->d_parent = dget(parent);
		add_child(parent, dentry);
	}
	return dentry;
}

struct dentry *d_alloc_name(struct dentry *parent, const char *name)
{
	struct qstr q = QSTR_INIT(name, strlen(name));

	return d_alloc(parent, &q);
}

/* It takes the inode, also when it fails: whoever gives it back once more gives back what is gone. */
struct dentry *d_make_root(struct inode *inode)
{
	static const struct qstr slash = QSTR_INIT("/", 1);
	struct dentry *root;

	if (!inode)
		return NULL;
	root = new_dentry(inode->i_sb, &slash);
	if (root)
		d_instantiate(root, inode);
	else
		iput(inode);
	return root;
}

void d_instantiate(struct dentry *dentry, struct inode *inode)
{
	if (dentry->d_inode)
		unoops_trap(UNOOPS_BUG, dentry, "d_instantiate() of a dentry that has an inode");
	if (inode)
		unoops_look_at(inode->i_mode);
	dentry->d_inode = inode;
}

void d_rehash(struct dentry *dentry) { dentry->unoops_hashed = true; }
void d_drop(struct dentry *dentry) { dentry->unoops_hashed = false; }

void d_add(struct dentry *dentry, struct inode *inode)
{
	if (inode)
		d_instantiate(dentry, inode);
	d_rehash(dentry);
}

struct dentry *d_splice_alias(struct inode *inode, struct dentry *dentry)
{
	if (IS_ERR(inode))
		return ERR_CAST(inode);
	d_add(dentry, inode);
	return NULL;
}

struct dentry *d_lookup(const struct dentry *parent, const struct qstr *name)
{
	struct dentry *dentry = NULL;

	while ((dentry = unoops_next_child((struct dentry *)parent, dentry)))
		if (dentry->unoops_hashed && dentry->d_name.len == name->len && !memcmp(dentry->d_name.name, name->name, name->len))
			return dget(dentry);
	return NULL;
}

struct dentry *d_hash_and_lookup(struct dentry *dir, struct qstr *name) { return d_lookup(dir, name); }

struct dentry *dget_parent(struct dentry *dentry) { return dget(dentry->d_parent); }

void d_move(struct dentry *dentry, struct dentry *target)
{
	struct dentry *from = dentry->d_parent, *to = target->d_parent;

	d_drop(target);
	memcpy(dentry->d_iname, target->d_iname, sizeof(dentry->d_iname));
	dentry->d_name.len = target->d_name.len;
	if (from == to)
		return;
	remove_child(dentry);
	dentry->d_parent = dget(to);
	add_child(to, dentry);
	dput(from);
}

static void unlink_inode(struct dentry *dentry)
{
	struct inode *inode = dentry->d_inode;

	dentry->d_inode = NULL;
	if (!inode)
		return;
	if (dentry->d_op && dentry->d_op->d_iput)
		unoops_call_fn(dentry->d_op->d_iput, dentry, inode);
	else
		iput(inode);
}

void d_delete(struct dentry *dentry)
{
	if (dentry->d_lockref.count == 1)
		unlink_inode(dentry);
	else
		d_drop(dentry);
}

static void kill_dentry(struct dentry *dentry)
{
	struct dentry *parent = dentry->d_parent;

	d_drop(dentry);
	unlink_inode(dentry);
	if (dentry->d_op && dentry->d_op->d_release)
		unoops_call_fn(dentry->d_op->d_release, dentry);
	if (parent != dentry)
		remove_child(dentry);
	unoops_free(dentry);
	if (parent != dentry)
		dput(parent);
}

/* retain_dentry(): a file that nobody uses stays in the cache until its mount goes; the memory shrinks nowhere here. */
static bool is_kept(const struct dentry *dentry)
{
	if (!dentry->unoops_hashed || !dentry->d_inode)
		return false;
	return !dentry->d_op || !dentry->d_op->d_delete || !unoops_call_fn(dentry->d_op->d_delete, dentry);
}

void dput(struct dentry *dentry)
{
	if (!dentry)
		return;
	if (dentry->d_lockref.count <= 0) {
		unoops_trap(UNOOPS_BAD_CALL, dentry, "dput() of a dentry that nobody uses");
		return;
	}
	if (!--dentry->d_lockref.count && !is_kept(dentry))
		kill_dentry(dentry);
}

#if UNOOPS_SINCE(7, 0)
#define DCACHE_PERSISTENT	DCACHE_GENOCIDE
struct dentry *d_make_persistent(struct dentry *dentry, struct inode *inode)
{
	d_add(dentry, inode);
	dentry->d_flags |= DCACHE_PERSISTENT;
	return dget(dentry);
}

void d_make_discardable(struct dentry *dentry)
{
	dentry->d_flags &= ~DCACHE_PERSISTENT;
	dput(dentry);
}

/* What persists does so until the mount goes. */
static void let_persistent_go(struct dentry *dentry)
{
	if (dentry->d_flags & DCACHE_PERSISTENT)
		d_make_discardable(dentry);
}
#else
void d_genocide(struct dentry *parent)
{
	struct dentry *child = NULL;

	while ((child = unoops_next_child(parent, child))) {
		if (!child->unoops_hashed || !child->d_inode)
			continue;
		d_genocide(child);
		if (!(child->d_flags & DCACHE_GENOCIDE)) {
			child->d_flags |= DCACHE_GENOCIDE;
			child->d_lockref.count--;
		}
	}
}

static void let_persistent_go(struct dentry *dentry) { }
#endif

static void shrink_below(struct dentry *parent)
{
	struct dentry *child = unoops_next_child(parent, NULL), *next;

	while (child) {
		next = unoops_next_child(parent, child);
		child->d_lockref.count++;	/* it stays while what is below it goes */
		shrink_below(child);
		let_persistent_go(child);
		if (!--child->d_lockref.count)
			kill_dentry(child);
		else
			unoops_warn("fs/dcache.c", 0, "BUG: Dentry still in use");
		child = next;
	}
}

void unoops_shrink_dcache(struct dentry *root)
{
	shrink_below(root);
	d_drop(root);
	dput(root);
}

#if UNOOPS_SINCE(4, 8)
unsigned int full_name_hash(const void *salt, const char *name, unsigned int len)
#else
unsigned int full_name_hash(const unsigned char *name, unsigned int len)
#endif
{
	unsigned int hash = len, i;

	for (i = 0; i < len; i++)
		hash = hash * 31 + name[i];
	return hash;
}
