/* SPDX-License-Identifier: MIT */
/* fs/inode.c; 4.4 ... 7.2. */
#include <linux/slab.h>
#include <linux/writeback.h>
#include "dcache.h"

#if UNOOPS_SINCE(7, 0)
#define STATE(inode)	((inode)->i_state.__state)
#else
#define STATE(inode)	((inode)->i_state)
#endif
#if UNOOPS_SINCE(6, 3)
struct mnt_idmap { int unused; } nop_mnt_idmap;
#endif

static const struct inode_operations no_inode_operations;
static const struct file_operations no_file_operations;
static const struct address_space_operations no_page_operations;

/* What is not set again when a cache gives an inode once more. */
void inode_init_once(struct inode *inode)
{
	memset(inode, 0, sizeof(*inode));
	INIT_LIST_HEAD(&inode->i_sb_list);
}

static void init_inode(struct super_block *sb, struct inode *inode)
{
	inode_init_once(inode);
	inode->i_sb = sb;
	inode->i_op = &no_inode_operations;
	inode->i_fop = &no_file_operations;
	inode->i_mapping = &inode->i_data;
	inode->i_data.host = inode;
	inode->i_data.a_ops = &no_page_operations;
	inode->__i_nlink = 1;
	inode->i_blkbits = sb->s_blocksize_bits;
	atomic_set(&inode->i_count, 1);
	spin_lock_init(&inode->i_lock);
#if UNOOPS_SINCE(4, 7)
	init_rwsem(&inode->i_rwsem);
#else
	mutex_init(&inode->i_mutex);
#endif
}

static void free_plain_inode(struct inode *inode) { unoops_free(inode); }

struct inode *new_inode(struct super_block *sb)
{
	const struct super_operations *ops = sb->s_op;
	struct inode *inode;

	unoops_check_may_sleep("an inode is allocated in atomic context");
	if (ops->alloc_inode)
		inode = (struct inode *)(long)unoops_call_fn(ops->alloc_inode, sb);
	else
		inode = unoops_fault("new_inode") ? NULL : unoops_alloc(sizeof(*inode), "inode");
	if (!inode)
		return NULL;
	init_inode(sb, inode);
	if (!ops->alloc_inode)
		inode->unoops_free = free_plain_inode;
	list_add(&inode->i_sb_list, &sb->s_inodes);
	return inode;
}

void inode_init_owner(UNOOPS_IDMAP struct inode *inode, const struct inode *dir, umode_t mode)
{
	inode->i_uid = GLOBAL_ROOT_UID;
	inode->i_gid = dir ? dir->i_gid : GLOBAL_ROOT_GID;
	inode->i_mode = mode;
}

void init_special_inode(struct inode *inode, umode_t mode, dev_t rdev)
{
	inode->i_mode = mode;
	inode->i_rdev = rdev;
}

static void hash_inode(struct inode *inode) { inode->i_hash.pprev = &inode->i_hash.next; }
void __insert_inode_hash(struct inode *inode, unsigned long hashval) { hash_inode(inode); }
void remove_inode_hash(struct inode *inode) { inode->i_hash.pprev = NULL; }

struct inode *igrab(struct inode *inode)
{
	if (STATE(inode) & I_FREEING)
		return NULL;
	atomic_inc(&inode->i_count);
	return inode;
}
void ihold(struct inode *inode) { atomic_inc(&inode->i_count); }

struct inode *ilookup(struct super_block *sb, unsigned long ino)
{
	struct inode *inode;

	list_for_each_entry(inode, &sb->s_inodes, i_sb_list)
		if (inode->i_ino == ino && !inode_unhashed(inode))
			return igrab(inode);
	return NULL;
}

struct inode *iget_locked(struct super_block *sb, unsigned long ino)
{
	struct inode *inode = ilookup(sb, ino);

	if (inode)
		return inode;
	inode = new_inode(sb);
	if (inode) {
		inode->i_ino = ino;
		STATE(inode) = I_NEW;
		hash_inode(inode);
	}
	return inode;
}

void unlock_new_inode(struct inode *inode)
{
	if (!(STATE(inode) & I_NEW))
		unoops_warn("fs/inode.c", 0, "unlock_new_inode() of an inode that is not new");
	STATE(inode) &= ~I_NEW;
}

void make_bad_inode(struct inode *inode)
{
	remove_inode_hash(inode);
	inode->i_mode = S_IFREG;
	inode->i_op = &no_inode_operations;
	inode->i_fop = &no_file_operations;
	inode->i_flags |= 1u << 31;
}
bool is_bad_inode(struct inode *inode) { return inode->i_flags >> 31; }

void iget_failed(struct inode *inode)
{
	make_bad_inode(inode);
	unlock_new_inode(inode);
	iput(inode);
}

static int is_dropped(struct inode *inode) { return !inode->i_nlink || inode_unhashed(inode); }
#if UNOOPS_SINCE(6, 18)
int inode_just_drop(struct inode *inode) { return 1; }
int inode_generic_drop(struct inode *inode) { return is_dropped(inode); }
#else
int generic_delete_inode(struct inode *inode) { return 1; }
int generic_drop_inode(struct inode *inode) { return is_dropped(inode); }
#endif

void clear_inode(struct inode *inode) { STATE(inode) = I_FREEING | I_CLEAR; }
void truncate_inode_pages(struct address_space *mapping, loff_t start) { mapping->nrpages = 0; }
void truncate_inode_pages_final(struct address_space *mapping) { mapping->nrpages = 0; }

static void free_after_grace(struct rcu_head *head)
{
	struct inode *inode = container_of(head, struct inode, i_rcu);

	inode->unoops_free(inode);
}

/* What the module has a function for is freed behind a grace period, by which the module may be gone unless it waits: rcu_barrier(). */
static void destroy_inode(struct inode *inode)
{
	const struct super_operations *ops = inode->i_sb->s_op;

	if (ops->destroy_inode)
		unoops_call_fn(ops->destroy_inode, inode);
#if UNOOPS_SINCE(5, 2)
	if (ops->free_inode) {
		inode->unoops_free = ops->free_inode;
		call_rcu(&inode->i_rcu, free_after_grace);
		return;
	}
#endif
	if (!ops->destroy_inode && inode->unoops_free)
		free_plain_inode(inode);
}

static void evict(struct inode *inode)
{
	const struct super_operations *ops = inode->i_sb->s_op;

	STATE(inode) |= I_FREEING;
	list_del_init(&inode->i_sb_list);
	if (ops->evict_inode)
		unoops_call_fn(ops->evict_inode, inode);
	else
		clear_inode(inode);
	remove_inode_hash(inode);
	if (STATE(inode) != (I_FREEING | I_CLEAR))
		unoops_trap(UNOOPS_BUG, inode, "evict_inode() does not call clear_inode()");
	destroy_inode(inode);
}

static void write_inode(struct inode *inode)
{
	struct writeback_control wbc = { .nr_to_write = 1, .sync_mode = WB_SYNC_ALL };

	if (STATE(inode) & I_DIRTY && inode->i_sb->s_op->write_inode)
		(void)unoops_call_fn(inode->i_sb->s_op->write_inode, inode, &wbc);
	STATE(inode) &= ~I_DIRTY;
}

void iput(struct inode *inode)
{
	const struct super_operations *ops;
	bool is_gone;

	if (!inode)
		return;
	if (STATE(inode) & I_CLEAR)
		unoops_trap(UNOOPS_BUG, inode, "iput() of an inode that has been cleared");
	if (!atomic_dec_and_test(&inode->i_count))
		return;
	ops = inode->i_sb->s_op;
	is_gone = ops->drop_inode ? unoops_call_fn(ops->drop_inode, inode) : is_dropped(inode);
	if (!is_gone && inode->i_sb->s_flags & MS_ACTIVE)
		return;
	if (!is_gone)
		write_inode(inode);
	evict(inode);
}

void unoops_evict_inodes(struct super_block *sb)
{
	struct inode *inode, *next;

	list_for_each_entry_safe(inode, next, &sb->s_inodes, i_sb_list)
		if (!atomic_read(&inode->i_count)) {
			write_inode(inode);
			evict(inode);
		}
}

void __mark_inode_dirty(struct inode *inode, int flags)
{
	if (inode->i_sb->s_op->dirty_inode)
		unoops_call_fn(inode->i_sb->s_op->dirty_inode, inode, flags);
	STATE(inode) |= flags & I_DIRTY;
}

/* Numbers are told apart by people only. */
unsigned int get_next_ino(void)
{
	static unsigned int last;

	return ++last;
}

void set_nlink(struct inode *inode, unsigned int nlink) { inode->__i_nlink = nlink; }
void clear_nlink(struct inode *inode) { inode->__i_nlink = 0; }
void inc_nlink(struct inode *inode) { inode->__i_nlink++; }
void drop_nlink(struct inode *inode)
{
	if (!inode->i_nlink)
		unoops_warn("fs/inode.c", 0, "drop_nlink() of an inode without links");
	inode->__i_nlink--;
}

#if UNOOPS_SINCE(4, 18)
struct timespec64 current_time(struct inode *inode)
{
	unoops_look_at(inode->i_sb);
	return (struct timespec64){ 0 };
}
#elif UNOOPS_SINCE(4, 9)
struct timespec current_time(struct inode *inode)
{
	unoops_look_at(inode->i_sb);
	return (struct timespec){ 0 };
}
#endif

#if UNOOPS_SINCE(6, 11)
#define INODE_TIME(which)									\
struct timespec64 inode_get_##which(const struct inode *inode)				\
{												\
	return (struct timespec64){ inode->i_##which##_sec, inode->i_##which##_nsec };		\
}												\
struct timespec64 inode_set_##which##_to_ts(struct inode *inode, struct timespec64 ts)		\
{												\
	inode->i_##which##_sec = ts.tv_sec;							\
	inode->i_##which##_nsec = ts.tv_nsec;							\
	return ts;										\
}
#else
#define INODE_TIME(which)									\
struct timespec64 inode_get_##which(const struct inode *inode) { return inode->__i_##which; }	\
struct timespec64 inode_set_##which##_to_ts(struct inode *inode, struct timespec64 ts)		\
{												\
	return inode->__i_##which = ts;								\
}
#endif
#if UNOOPS_SINCE(6, 6)
INODE_TIME(ctime)
struct timespec64 inode_set_ctime_current(struct inode *inode) { return inode_set_ctime_to_ts(inode, current_time(inode)); }
#endif
#if UNOOPS_SINCE(6, 7)
INODE_TIME(atime)
INODE_TIME(mtime)
struct timespec64 simple_inode_init_ts(struct inode *inode)
{
	return inode_set_mtime_to_ts(inode, inode_set_atime_to_ts(inode, inode_set_ctime_current(inode)));
}
#endif
