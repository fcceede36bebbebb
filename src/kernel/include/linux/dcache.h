/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_DCACHE_H
#define _LINUX_DCACHE_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/string.h>

struct dentry;
struct inode;
struct path;
struct super_block;
struct vfsmount;


struct qstr {
	union {
		struct { u32 hash, len; };
		u64 hash_len;
	};
	const unsigned char *name;
};
#define QSTR_INIT(n, l)	{ { { .len = l } }, .name = (const unsigned char *)(n) }
struct lockref { spinlock_t lock; int count; };

/*
 * include/linux/dcache.h; 4.4 ... 7.2. A dentry that is in the cache is hashed; here all of a mount's are found by walking its tree.
 */
#define DCACHE_GENOCIDE		0x200
#define DNAME_INLINE_LEN	32
struct dentry {
	unsigned int d_flags;
	bool unoops_hashed;
	struct dentry *d_parent;
	struct qstr d_name;
	struct inode *d_inode;
	unsigned char d_iname[DNAME_INLINE_LEN];
	struct lockref d_lockref;
	const struct dentry_operations *d_op;
	struct super_block *d_sb;
	unsigned long d_time;
	void *d_fsdata;
#if UNOOPS_SINCE(6, 8)
	struct hlist_node d_sib;
	struct hlist_head d_children;
#else
	struct list_head d_child, d_subdirs;
#endif
};
#define d_lock	d_lockref.lock

struct dentry_operations {
#if UNOOPS_SINCE(6, 14)
	int (*d_revalidate)(struct inode *dir, const struct qstr *name, struct dentry *dentry, unsigned int flags);
#else
	int (*d_revalidate)(struct dentry *dentry, unsigned int flags);
#endif
	int (*d_weak_revalidate)(struct dentry *dentry, unsigned int flags);
	int (*d_hash)(const struct dentry *dentry, struct qstr *name);
#if UNOOPS_SINCE(4, 8)
	int (*d_compare)(const struct dentry *dentry, unsigned int len, const char *str, const struct qstr *name);
#else
	int (*d_compare)(const struct dentry *parent, const struct dentry *dentry, unsigned int len, const char *str, const struct qstr *name);
#endif
	int (*d_delete)(const struct dentry *dentry);
	int (*d_init)(struct dentry *dentry);
	void (*d_release)(struct dentry *dentry);
	void (*d_prune)(struct dentry *dentry);
	void (*d_iput)(struct dentry *dentry, struct inode *inode);
	char *(*d_dname)(struct dentry *dentry, char *buffer, int size);
	struct vfsmount *(*d_automount)(struct path *path);
};

/* fs/dcache.c; 4.4 ... 7.2. */
struct dentry *d_alloc(struct dentry *parent, const struct qstr *name);
struct dentry *d_alloc_name(struct dentry *parent, const char *name);
struct dentry *d_make_root(struct inode *root);
void d_instantiate(struct dentry *dentry, struct inode *inode);
void d_add(struct dentry *dentry, struct inode *inode);
struct dentry *d_splice_alias(struct inode *inode, struct dentry *dentry);
struct dentry *d_lookup(const struct dentry *parent, const struct qstr *name);
struct dentry *d_hash_and_lookup(struct dentry *dir, struct qstr *name);
void d_drop(struct dentry *dentry);
void d_delete(struct dentry *dentry);
void d_rehash(struct dentry *dentry);
void d_move(struct dentry *dentry, struct dentry *target);
#if UNOOPS_SINCE(7, 0)	/* between 6.13 and 7.2 */
struct dentry *d_make_persistent(struct dentry *dentry, struct inode *inode);
void d_make_discardable(struct dentry *dentry);
#else
void d_genocide(struct dentry *parent);
#endif
void dput(struct dentry *dentry);
static __always_inline struct dentry *dget(struct dentry *dentry)
{
	if (dentry)
		dentry->d_lockref.count++;
	return dentry;
}
#define dget_dlock(dentry)	dget(dentry)
struct dentry *dget_parent(struct dentry *dentry);
static __always_inline int d_count(const struct dentry *dentry) { return dentry->d_lockref.count; }
static __always_inline int d_unhashed(const struct dentry *dentry) { return !dentry->unoops_hashed; }
static __always_inline bool d_really_is_negative(const struct dentry *dentry) { return !dentry->d_inode; }
static __always_inline bool d_really_is_positive(const struct dentry *dentry) { return dentry->d_inode; }
static __always_inline bool d_is_negative(const struct dentry *dentry) { return !dentry->d_inode; }
static __always_inline bool d_is_positive(const struct dentry *dentry) { return dentry->d_inode; }
static __always_inline int simple_positive(const struct dentry *dentry) { return dentry->d_inode && !d_unhashed(dentry); }
static __always_inline struct inode *d_inode(const struct dentry *dentry) { return dentry->d_inode; }
static __always_inline struct inode *d_backing_inode(const struct dentry *dentry) { return dentry->d_inode; }
#define IS_ROOT(x)	((x) == (x)->d_parent)
#if UNOOPS_SINCE(4, 8)
unsigned int full_name_hash(const void *salt, const char *name, unsigned int len);
#else
unsigned int full_name_hash(const unsigned char *name, unsigned int len);
#endif

#endif
