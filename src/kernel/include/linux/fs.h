/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/kernel.h>
#include <linux/wait.h>
#include <linux/kdev_t.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/rbtree.h>
#include <linux/init.h>
#include <linux/pid.h>
#include <linux/bug.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/mm_types.h>
#include <linux/capability.h>
#include <linux/semaphore.h>
#include <linux/fcntl.h>
#include <linux/uidgid.h>
#include <linux/lockdep.h>
#include <linux/percpu-rwsem.h>
#include <linux/workqueue.h>
#include <linux/delayed_call.h>
#include <linux/uuid.h>
#include <linux/ioctl.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/path.h>
#include <linux/time64.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/rcupdate.h>
#include <linux/time.h>
#include <asm/page.h>

#define FMODE_READ	((fmode_t)0x1)
#define FMODE_WRITE	((fmode_t)0x2)
#define FMODE_LSEEK	((fmode_t)0x4)
#define FMODE_PREAD	((fmode_t)0x8)
#define FMODE_PWRITE	((fmode_t)0x10)
#define SEEK_SET	0
#define SEEK_CUR	1
#define SEEK_END	2
#define MAX_LFS_FILESIZE ((loff_t)0x7fffffffffffffffLL)

struct cdev;
struct dentry;
struct file;
struct inode;
struct iov_iter;
struct kiocb;
struct module;
struct page;
struct pipe_inode_info;
struct poll_table_struct;
struct seq_file;
struct super_block;
struct vm_area_struct;
struct fasync_struct;
struct file_lock;
struct dir_context;
struct io_comp_batch;
struct io_uring_cmd;
struct kobject;
typedef void *fl_owner_t;

struct address_space_operations;
struct block_device;
struct buffer_head;
struct fiemap_extent_info;
struct file_system_type;
struct fs_context;
struct fs_parameter_spec;
struct iattr;
struct kstat;
struct kstatfs;
struct mnt_idmap;
struct user_namespace;
struct writeback_control;
#if UNOOPS_SINCE(6, 3)
extern struct mnt_idmap nop_mnt_idmap;
#endif

/* What identifies the owner's mapping, which functions of an inode are given before all else. */
#if UNOOPS_SINCE(6, 3)
#define UNOOPS_IDMAP	struct mnt_idmap *idmap,
#elif UNOOPS_SINCE(5, 12)
#define UNOOPS_IDMAP	struct user_namespace *mnt_userns,
#else
#define UNOOPS_IDMAP
#endif

struct address_space {
	struct inode *host;
	const struct address_space_operations *a_ops;
	unsigned long nrpages, flags;
	gfp_t gfp_mask;
	void *private_data;
};
static __always_inline void mapping_set_gfp_mask(struct address_space *mapping, gfp_t mask) { mapping->gfp_mask = mask; }
static __always_inline void mapping_set_unevictable(struct address_space *mapping) { }

#define I_NEW		(1 << 3)
#define I_DIRTY		7
#define I_FREEING	(1 << 5)
#define I_CLEAR		(1 << 6)
#define I_LINKABLE	(1 << 10)
#if UNOOPS_SINCE(7, 0)	/* between 6.13 and 7.2 */
struct inode_state_flags { u32 __state; };
typedef u64 unoops_ino_t;
#else
typedef unsigned long unoops_ino_t;
#endif

/* include/linux/fs.h; 4.4 ... 7.2. */
struct inode {
	umode_t i_mode;
	kuid_t i_uid;
	kgid_t i_gid;
	unsigned int i_flags;
	const struct inode_operations *i_op;
	struct super_block *i_sb;
	struct address_space *i_mapping;
	unoops_ino_t i_ino;
	union {
		const unsigned int i_nlink;
		unsigned int __i_nlink;
	};
	dev_t i_rdev;
	loff_t i_size;
#if UNOOPS_SINCE(6, 11)
	time64_t i_atime_sec, i_mtime_sec, i_ctime_sec;
	u32 i_atime_nsec, i_mtime_nsec, i_ctime_nsec;
#elif UNOOPS_SINCE(6, 7)
	struct timespec64 __i_atime, __i_mtime, __i_ctime;
#elif UNOOPS_SINCE(6, 6)
	struct timespec64 i_atime, i_mtime, __i_ctime;
#elif UNOOPS_SINCE(4, 18)
	struct timespec64 i_atime, i_mtime, i_ctime;
#else
	struct timespec i_atime, i_mtime, i_ctime;
#endif
	spinlock_t i_lock;
	unsigned char i_blkbits;
	blkcnt_t i_blocks;
#if UNOOPS_SINCE(7, 0)
	struct inode_state_flags i_state;
#else
	unsigned long i_state;
#endif
#if UNOOPS_SINCE(4, 7)
	struct rw_semaphore i_rwsem;
#else
	struct mutex i_mutex;
#endif
	struct hlist_node i_hash;
	struct list_head i_sb_list;
	struct rcu_head i_rcu;
	atomic_t i_count;
	const struct file_operations *i_fop;
	void (*unoops_free)(struct inode *inode);
	struct address_space i_data;
	u32 i_generation;
	struct cdev *i_cdev;
	char *i_link;
	void *i_private;
};
struct fown_struct { struct pid *pid; int signum; };
struct file {
	struct path f_path;
	struct inode *f_inode;
	const struct file_operations *f_op;
	unsigned int f_flags;
	fmode_t f_mode;
	loff_t f_pos;
	struct fown_struct f_owner;
	const struct cred *f_cred;
	void *private_data;
	struct address_space *f_mapping;
};
#define f_dentry	f_path.dentry
struct kiocb { struct file *ki_filp; loff_t ki_pos; int ki_flags; };
static __always_inline struct inode *file_inode(const struct file *f) { return f->f_inode; }
static __always_inline unsigned int iminor(const struct inode *inode) { return MINOR(inode->i_rdev); }
static __always_inline unsigned int imajor(const struct inode *inode) { return MAJOR(inode->i_rdev); }
static __always_inline loff_t i_size_read(const struct inode *inode) { return inode->i_size; }

struct file_operations {
	struct module *owner;
	loff_t (*llseek)(struct file *file, loff_t offset, int whence);
	ssize_t (*read)(struct file *file, char __user *buf, size_t count, loff_t *pos);
	ssize_t (*write)(struct file *file, const char __user *buf, size_t count, loff_t *pos);
	ssize_t (*read_iter)(struct kiocb *iocb, struct iov_iter *to);
	ssize_t (*write_iter)(struct kiocb *iocb, struct iov_iter *from);
#if !UNOOPS_SINCE(6, 6)
	int (*iterate)(struct file *file, struct dir_context *ctx);
#endif
	int (*iterate_shared)(struct file *file, struct dir_context *ctx);
	__poll_t (*poll)(struct file *file, struct poll_table_struct *table);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	long (*compat_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	int (*mmap)(struct file *file, struct vm_area_struct *vma);
	int (*open)(struct inode *inode, struct file *file);
	int (*flush)(struct file *file, fl_owner_t id);
	int (*release)(struct inode *inode, struct file *file);
	int (*fsync)(struct file *file, loff_t start, loff_t end, int datasync);
	int (*fasync)(int fd, struct file *file, int on);
	int (*lock)(struct file *file, int cmd, struct file_lock *lock);
	ssize_t (*splice_write)(struct pipe_inode_info *pipe, struct file *file, loff_t *pos, size_t len, unsigned int flags);
	ssize_t (*splice_read)(struct file *file, loff_t *pos, struct pipe_inode_info *pipe, size_t len, unsigned int flags);
	int (*check_flags)(int flags);
	int (*flock)(struct file *file, int cmd, struct file_lock *lock);
	long (*fallocate)(struct file *file, int mode, loff_t offset, loff_t len);
	void (*show_fdinfo)(struct seq_file *m, struct file *file);
};

struct dir_context;
#if UNOOPS_SINCE(6, 1)
typedef bool (*filldir_t)(struct dir_context *ctx, const char *name, int len, loff_t offset, u64 ino, unsigned int type);
#else
typedef int (*filldir_t)(struct dir_context *ctx, const char *name, int len, loff_t offset, u64 ino, unsigned int type);
#endif
struct dir_context { filldir_t actor; loff_t pos; };
#define DT_UNKNOWN	0
#define DT_FIFO		1
#define DT_CHR		2
#define DT_DIR		4
#define DT_BLK		6
#define DT_REG		8
#define DT_LNK		10
bool dir_emit(struct dir_context *ctx, const char *name, int len, u64 ino, unsigned int type);
bool dir_emit_dot(struct file *file, struct dir_context *ctx);
bool dir_emit_dotdot(struct file *file, struct dir_context *ctx);
bool dir_emit_dots(struct file *file, struct dir_context *ctx);

struct inode_operations {
	struct dentry *(*lookup)(struct inode *dir, struct dentry *dentry, unsigned int flags);
#if UNOOPS_SINCE(4, 5)
	const char *(*get_link)(struct dentry *dentry, struct inode *inode, struct delayed_call *done);
#else
	const char *(*follow_link)(struct dentry *dentry, void **cookie);
	void (*put_link)(struct inode *inode, void *cookie);
#endif
	int (*permission)(UNOOPS_IDMAP struct inode *inode, int mask);
	int (*readlink)(struct dentry *dentry, char __user *buf, int size);
	int (*create)(UNOOPS_IDMAP struct inode *dir, struct dentry *dentry, umode_t mode, bool excl);
	int (*link)(struct dentry *old, struct inode *dir, struct dentry *dentry);
	int (*unlink)(struct inode *dir, struct dentry *dentry);
	int (*symlink)(UNOOPS_IDMAP struct inode *dir, struct dentry *dentry, const char *target);
#if UNOOPS_SINCE(6, 15)
	struct dentry *(*mkdir)(UNOOPS_IDMAP struct inode *dir, struct dentry *dentry, umode_t mode);
#else
	int (*mkdir)(UNOOPS_IDMAP struct inode *dir, struct dentry *dentry, umode_t mode);
#endif
	int (*rmdir)(struct inode *dir, struct dentry *dentry);
	int (*mknod)(UNOOPS_IDMAP struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev);
#if UNOOPS_SINCE(4, 9)
	int (*rename)(UNOOPS_IDMAP struct inode *from, struct dentry *old, struct inode *to, struct dentry *dentry, unsigned int flags);
#else
	int (*rename)(struct inode *from, struct dentry *old, struct inode *to, struct dentry *dentry);
	int (*rename2)(struct inode *from, struct dentry *old, struct inode *to, struct dentry *dentry, unsigned int flags);
#endif
	int (*setattr)(UNOOPS_IDMAP struct dentry *dentry, struct iattr *attr);
#if UNOOPS_SINCE(4, 11)
	int (*getattr)(UNOOPS_IDMAP const struct path *path, struct kstat *stat, u32 mask, unsigned int flags);
#else
	int (*getattr)(struct vfsmount *mnt, struct dentry *dentry, struct kstat *stat);
#endif
	ssize_t (*listxattr)(struct dentry *dentry, char *list, size_t size);
	int (*fiemap)(struct inode *inode, struct fiemap_extent_info *info, u64 start, u64 len);
	int (*atomic_open)(struct inode *dir, struct dentry *dentry, struct file *file, unsigned int flags, umode_t mode);
};

/* The page cache: what is asked of it here never gets to these. */
struct folio;
struct readahead_control;
struct address_space_operations {
#if !UNOOPS_SINCE(6, 16)
	int (*writepage)(struct page *page, struct writeback_control *wbc);
#endif
#if UNOOPS_SINCE(5, 19)
	int (*read_folio)(struct file *file, struct folio *folio);
#else
	int (*readpage)(struct file *file, struct page *page);
#endif
	int (*writepages)(struct address_space *mapping, struct writeback_control *wbc);
#if UNOOPS_SINCE(5, 18)
	bool (*dirty_folio)(struct address_space *mapping, struct folio *folio);
#else
	int (*set_page_dirty)(struct page *page);
#endif
#if UNOOPS_SINCE(5, 8)
	void (*readahead)(struct readahead_control *rac);
#endif
#if !UNOOPS_SINCE(5, 18)
	int (*readpages)(struct file *file, struct address_space *mapping, struct list_head *pages, unsigned int n);
#endif
#if UNOOPS_SINCE(6, 17)
	int (*write_begin)(const struct kiocb *iocb, struct address_space *mapping, loff_t pos, unsigned int len, struct folio **folio, void **data);
	int (*write_end)(const struct kiocb *iocb, struct address_space *mapping, loff_t pos, unsigned int len, unsigned int copied, struct folio *folio, void *data);
#elif UNOOPS_SINCE(6, 12)
	int (*write_begin)(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len, struct folio **folio, void **data);
	int (*write_end)(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len, unsigned int copied, struct folio *folio, void *data);
#else
#if UNOOPS_SINCE(5, 19)
	int (*write_begin)(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len, struct page **page, void **data);
#else
	int (*write_begin)(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len, unsigned int flags, struct page **page, void **data);
#endif
	int (*write_end)(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len, unsigned int copied, struct page *page, void *data);
#endif
	sector_t (*bmap)(struct address_space *mapping, sector_t block);
	ssize_t (*direct_IO)(struct kiocb *iocb, struct iov_iter *iter);
};

struct super_operations {
	struct inode *(*alloc_inode)(struct super_block *sb);
	void (*destroy_inode)(struct inode *inode);
#if UNOOPS_SINCE(5, 2)
	void (*free_inode)(struct inode *inode);
#endif
	void (*dirty_inode)(struct inode *inode, int flags);
	int (*write_inode)(struct inode *inode, struct writeback_control *wbc);
	int (*drop_inode)(struct inode *inode);
	void (*evict_inode)(struct inode *inode);
	void (*put_super)(struct super_block *sb);
	int (*sync_fs)(struct super_block *sb, int wait);
	int (*freeze_fs)(struct super_block *sb);
	int (*unfreeze_fs)(struct super_block *sb);
	int (*statfs)(struct dentry *dentry, struct kstatfs *stat);
#if !UNOOPS_SINCE(7, 0)	/* between 6.13 and 7.2 */
	int (*remount_fs)(struct super_block *sb, int *flags, char *data);
#endif
	void (*umount_begin)(struct super_block *sb);
	int (*show_options)(struct seq_file *m, struct dentry *root);
	int (*show_devname)(struct seq_file *m, struct dentry *root);
	int (*show_path)(struct seq_file *m, struct dentry *root);
	int (*show_stats)(struct seq_file *m, struct dentry *root);
};

#define MS_RDONLY	1
#define MS_SILENT	32768
#define MS_KERNMOUNT	(1 << 22)
#define MS_ACTIVE	(1 << 30)
#if UNOOPS_SINCE(4, 14)
#define SB_RDONLY	1
#define SB_NODIRATIME	2048
#define SB_NOATIME	1024
#define SB_SILENT	32768
#define SB_POSIXACL	(1 << 16)
#define SB_KERNMOUNT	(1 << 22)
#define SB_ACTIVE	(1 << 30)
static __always_inline bool sb_rdonly(const struct super_block *sb);
#endif
struct super_block {
	struct list_head s_list;
	dev_t s_dev;
	unsigned char s_blocksize_bits;
	unsigned long s_blocksize;
	loff_t s_maxbytes;
	struct file_system_type *s_type;
	const struct super_operations *s_op;
	unsigned long s_flags, s_iflags, s_magic;
	struct dentry *s_root;
	struct rw_semaphore s_umount;
	int s_count;
	atomic_t s_active;
	const void *s_xattr;
	struct block_device *s_bdev;
	struct hlist_node s_instances;
	char s_id[32];
	void *s_fs_info;
	u32 s_time_gran;
#if UNOOPS_SINCE(5, 4)
	time64_t s_time_min, s_time_max;
#endif
#if UNOOPS_SINCE(4, 8)
	struct user_namespace *s_user_ns;
#endif
	const struct dentry_operations *s_d_op;
	const void *s_export_op;
	int s_stack_depth;
	struct list_head s_inodes;
	struct list_head unoops_buffers;
};
#if UNOOPS_SINCE(4, 14)
static __always_inline bool sb_rdonly(const struct super_block *sb) { return sb->s_flags & SB_RDONLY; }
#endif

#define FS_REQUIRES_DEV		1
#define FS_BINARY_MOUNTDATA	2
#define FS_HAS_SUBTYPE		4
#define FS_USERNS_MOUNT		8
#if UNOOPS_SINCE(5, 12)
#define FS_ALLOW_IDMAP		32
#endif
#define FS_RENAME_DOES_D_MOVE	32768
struct file_system_type {
	const char *name;
	int fs_flags;
#if UNOOPS_SINCE(5, 1)
	int (*init_fs_context)(struct fs_context *fc);
	const struct fs_parameter_spec *parameters;
#endif
#if !UNOOPS_SINCE(7, 0)	/* between 6.13 and 7.2 */
	struct dentry *(*mount)(struct file_system_type *type, int flags, const char *dev_name, void *data);
#endif
	void (*kill_sb)(struct super_block *sb);
	struct module *owner;
#if UNOOPS_SINCE(7, 0)
	struct hlist_node list;
#else
	struct file_system_type *next;
#endif
	struct hlist_head fs_supers;
};
#define MODULE_ALIAS_FS(name)	MODULE_ALIAS("fs-" name)

/* fs/filesystems.c, fs/super.c, fs/namespace.c; 4.4 ... 7.2. */
int register_filesystem(struct file_system_type *type);
int unregister_filesystem(struct file_system_type *type);
#if !UNOOPS_SINCE(7, 0)	/* between 6.13 and 7.2 */
struct dentry *mount_nodev(struct file_system_type *type, int flags, void *data, int (*fill_super)(struct super_block *sb, void *data, int silent));
struct dentry *mount_single(struct file_system_type *type, int flags, void *data, int (*fill_super)(struct super_block *sb, void *data, int silent));
struct dentry *mount_bdev(struct file_system_type *type, int flags, const char *dev_name, void *data,
			  int (*fill_super)(struct super_block *sb, void *data, int silent));
void kill_litter_super(struct super_block *sb);
struct super_block *sget(struct file_system_type *type, int (*test)(struct super_block *sb, void *data),
			 int (*set)(struct super_block *sb, void *data), int flags, void *data);
int set_anon_super(struct super_block *sb, void *data);
#endif
void deactivate_super(struct super_block *sb);
void deactivate_locked_super(struct super_block *sb);
void generic_shutdown_super(struct super_block *sb);
void kill_anon_super(struct super_block *sb);
void kill_block_super(struct super_block *sb);
int sync_filesystem(struct super_block *sb);
struct vfsmount *kern_mount(struct file_system_type *type);
void kern_unmount(struct vfsmount *mnt);
int sb_set_blocksize(struct super_block *sb, int size);
int sb_min_blocksize(struct super_block *sb, int size);

/* fs/inode.c; 4.4 ... 7.2. */
struct inode *new_inode(struct super_block *sb);
#define new_inode_pseudo(sb)	new_inode(sb)
void inode_init_once(struct inode *inode);
void inode_init_owner(UNOOPS_IDMAP struct inode *inode, const struct inode *dir, umode_t mode);
void init_special_inode(struct inode *inode, umode_t mode, dev_t rdev);
struct inode *iget_locked(struct super_block *sb, unsigned long ino);
struct inode *ilookup(struct super_block *sb, unsigned long ino);
void unlock_new_inode(struct inode *inode);
void iget_failed(struct inode *inode);
struct inode *igrab(struct inode *inode);
void ihold(struct inode *inode);
void iput(struct inode *inode);
void clear_inode(struct inode *inode);
void truncate_inode_pages(struct address_space *mapping, loff_t start);
void truncate_inode_pages_final(struct address_space *mapping);
void __insert_inode_hash(struct inode *inode, unsigned long hashval);
static __always_inline void insert_inode_hash(struct inode *inode) { __insert_inode_hash(inode, inode->i_ino); }
void remove_inode_hash(struct inode *inode);
static __always_inline int inode_unhashed(struct inode *inode) { return hlist_unhashed(&inode->i_hash); }
void make_bad_inode(struct inode *inode);
bool is_bad_inode(struct inode *inode);
unsigned int get_next_ino(void);
#if UNOOPS_SINCE(6, 18)
int inode_just_drop(struct inode *inode);
int inode_generic_drop(struct inode *inode);
#else
int generic_delete_inode(struct inode *inode);
int generic_drop_inode(struct inode *inode);
#endif
void set_nlink(struct inode *inode, unsigned int nlink);
void inc_nlink(struct inode *inode);
void drop_nlink(struct inode *inode);
void clear_nlink(struct inode *inode);
void __mark_inode_dirty(struct inode *inode, int flags);
static __always_inline void mark_inode_dirty(struct inode *inode) { __mark_inode_dirty(inode, I_DIRTY); }
static __always_inline void inode_inc_link_count(struct inode *inode) { inc_nlink(inode); mark_inode_dirty(inode); }
static __always_inline void inode_dec_link_count(struct inode *inode) { drop_nlink(inode); mark_inode_dirty(inode); }
static __always_inline void i_size_write(struct inode *inode, loff_t size) { inode->i_size = size; }
static __always_inline void i_uid_write(struct inode *inode, uid_t uid) { inode->i_uid = KUIDT_INIT(uid); }
static __always_inline void i_gid_write(struct inode *inode, gid_t gid) { inode->i_gid = KGIDT_INIT(gid); }
static __always_inline uid_t i_uid_read(const struct inode *inode) { return inode->i_uid.val; }
static __always_inline gid_t i_gid_read(const struct inode *inode) { return inode->i_gid.val; }
#if UNOOPS_SINCE(4, 7)
static __always_inline void inode_lock(struct inode *inode) { down_write(&inode->i_rwsem); }
static __always_inline void inode_unlock(struct inode *inode) { up_write(&inode->i_rwsem); }
static __always_inline void inode_lock_shared(struct inode *inode) { down_read(&inode->i_rwsem); }
static __always_inline void inode_unlock_shared(struct inode *inode) { up_read(&inode->i_rwsem); }
#elif UNOOPS_SINCE(4, 4)	/* 4.5, and the updates of 4.4 */
static __always_inline void inode_lock(struct inode *inode) { mutex_lock(&inode->i_mutex); }
static __always_inline void inode_unlock(struct inode *inode) { mutex_unlock(&inode->i_mutex); }
#endif
#define S_SYNC		1
#define S_NOATIME	2
#define S_APPEND	4
#define S_IMMUTABLE	8
#define S_DEAD		16
#define IS_RDONLY(inode)	((inode)->i_sb->s_flags & MS_RDONLY)
#define IS_DEADDIR(inode)	((inode)->i_flags & S_DEAD)

/* Clocks of files stand still. */
#if UNOOPS_SINCE(4, 18)
struct timespec64 current_time(struct inode *inode);
#elif UNOOPS_SINCE(4, 9)
struct timespec current_time(struct inode *inode);
#endif
#if !UNOOPS_SINCE(4, 12)
#define CURRENT_TIME		((struct timespec){ 0 })
#define CURRENT_TIME_SEC	((struct timespec){ 0 })
#define current_fs_time(sb)	((void)(sb), CURRENT_TIME)
#endif
#if UNOOPS_SINCE(6, 6)
struct timespec64 inode_set_ctime_current(struct inode *inode);
struct timespec64 inode_get_ctime(const struct inode *inode);
struct timespec64 inode_set_ctime_to_ts(struct inode *inode, struct timespec64 ts);
static __always_inline struct timespec64 inode_set_ctime(struct inode *inode, time64_t sec, long nsec)
{
	return inode_set_ctime_to_ts(inode, (struct timespec64){ sec, nsec });
}
#endif
#if UNOOPS_SINCE(6, 7)
struct timespec64 inode_get_atime(const struct inode *inode);
struct timespec64 inode_get_mtime(const struct inode *inode);
struct timespec64 inode_set_atime_to_ts(struct inode *inode, struct timespec64 ts);
struct timespec64 inode_set_mtime_to_ts(struct inode *inode, struct timespec64 ts);
static __always_inline struct timespec64 inode_set_atime(struct inode *inode, time64_t sec, long nsec)
{
	return inode_set_atime_to_ts(inode, (struct timespec64){ sec, nsec });
}
static __always_inline struct timespec64 inode_set_mtime(struct inode *inode, time64_t sec, long nsec)
{
	return inode_set_mtime_to_ts(inode, (struct timespec64){ sec, nsec });
}
struct timespec64 simple_inode_init_ts(struct inode *inode);
#endif
static __always_inline void file_accessed(struct file *file) { }
static __always_inline int file_update_time(struct file *file) { return 0; }

/* fs/libfs.c: a tree that is in memory only; 4.4 ... 7.2. */
struct tree_descr { const char *name; const struct file_operations *ops; int mode; };
extern const struct file_operations simple_dir_operations;
extern const struct inode_operations simple_dir_inode_operations;
extern const struct dentry_operations simple_dentry_operations;
#if UNOOPS_SINCE(4, 12)
int simple_fill_super(struct super_block *sb, unsigned long magic, const struct tree_descr *files);
#else
int simple_fill_super(struct super_block *sb, unsigned long magic, struct tree_descr *files);
#endif
int simple_pin_fs(struct file_system_type *type, struct vfsmount **mount, int *count);
void simple_release_fs(struct vfsmount **mount, int *count);
int simple_statfs(struct dentry *dentry, struct kstatfs *stat);
#if !UNOOPS_SINCE(4, 13)
int generic_show_options(struct seq_file *m, struct dentry *root);
void save_mount_options(struct super_block *sb, char *options);
#endif
struct dentry *simple_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags);
int simple_link(struct dentry *old, struct inode *dir, struct dentry *dentry);
int simple_unlink(struct inode *dir, struct dentry *dentry);
int simple_rmdir(struct inode *dir, struct dentry *dentry);
int simple_empty(struct dentry *dentry);
#if UNOOPS_SINCE(4, 9)
int simple_rename(UNOOPS_IDMAP struct inode *from, struct dentry *old, struct inode *to, struct dentry *dentry, unsigned int flags);
#else
int simple_rename(struct inode *from, struct dentry *old, struct inode *to, struct dentry *dentry);
#endif
int simple_setattr(UNOOPS_IDMAP struct dentry *dentry, struct iattr *attr);
#if UNOOPS_SINCE(4, 11)
int simple_getattr(UNOOPS_IDMAP const struct path *path, struct kstat *stat, u32 mask, unsigned int flags);
#else
int simple_getattr(struct vfsmount *mnt, struct dentry *dentry, struct kstat *stat);
#endif
int dcache_dir_open(struct inode *inode, struct file *file);
int dcache_dir_close(struct inode *inode, struct file *file);
loff_t dcache_dir_lseek(struct file *file, loff_t offset, int whence);
int dcache_readdir(struct file *file, struct dir_context *ctx);
ssize_t generic_read_dir(struct file *file, char __user *buf, size_t size, loff_t *pos);
int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync);
ssize_t generic_file_read_iter(struct kiocb *iocb, struct iov_iter *iter);
ssize_t generic_file_write_iter(struct kiocb *iocb, struct iov_iter *iter);
ssize_t generic_write_checks(struct kiocb *iocb, struct iov_iter *iter);
int generic_file_mmap(struct file *file, struct vm_area_struct *vma);
int generic_file_open(struct inode *inode, struct file *file);

/* fs/char_dev.c; 4.4 ... 7.2. */
int register_chrdev_region(dev_t from, unsigned int count, const char *name);
int alloc_chrdev_region(dev_t *dev, unsigned int first, unsigned int count, const char *name);
void unregister_chrdev_region(dev_t from, unsigned int count);
int __register_chrdev(unsigned int major, unsigned int first, unsigned int count, const char *name,
		      const struct file_operations *fops);
void __unregister_chrdev(unsigned int major, unsigned int first, unsigned int count, const char *name);
static __always_inline int register_chrdev(unsigned int major, const char *name, const struct file_operations *fops)
{
	return __register_chrdev(major, 0, 256, name, fops);
}
static __always_inline void unregister_chrdev(unsigned int major, const char *name)
{
	__unregister_chrdev(major, 0, 256, name);
}

/* fs/libfs.c, fs/read_write.c, fs/open.c; 4.4 ... 7.2. */
ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *pos, const void *from, size_t available);
ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *pos, const void __user *from, size_t count);
int simple_open(struct inode *inode, struct file *file);
int nonseekable_open(struct inode *inode, struct file *file);
int stream_open(struct inode *inode, struct file *file);
loff_t no_llseek(struct file *file, loff_t offset, int whence);
loff_t noop_llseek(struct file *file, loff_t offset, int whence);
loff_t default_llseek(struct file *file, loff_t offset, int whence);
loff_t generic_file_llseek(struct file *file, loff_t offset, int whence);
loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size);
int fasync_helper(int fd, struct file *file, int on, struct fasync_struct **list);
void kill_fasync(struct fasync_struct **list, int sig, int band);
#define POLL_IN		1
#define POLL_OUT	2

/* A file that shows and takes one number: fs/libfs.c. */
int simple_attr_open(struct inode *inode, struct file *file, int (*get)(void *data, u64 *val),
		     int (*set)(void *data, u64 val), const char *fmt);
int simple_attr_release(struct inode *inode, struct file *file);
ssize_t simple_attr_read(struct file *file, char __user *buf, size_t count, loff_t *pos);
ssize_t simple_attr_write(struct file *file, const char __user *buf, size_t count, loff_t *pos);
#define DEFINE_SIMPLE_ATTRIBUTE(__fops, __get, __set, __fmt)			\
static int __fops##_open(struct inode *inode, struct file *file)		\
{										\
	return simple_attr_open(file ? inode : NULL, file, __get, __set, __fmt); \
}										\
static const struct file_operations __fops = {					\
	.owner = THIS_MODULE, .open = __fops##_open, .release = simple_attr_release, \
	.read = simple_attr_read, .write = simple_attr_write, .llseek = generic_file_llseek, \
}

/* Files that the kernel opens. */
struct file *filp_open(const char *name, int flags, umode_t mode);
int filp_close(struct file *file, fl_owner_t id);
#if UNOOPS_SINCE(4, 14)
ssize_t kernel_read(struct file *file, void *buf, size_t count, loff_t *pos);
ssize_t kernel_write(struct file *file, const void *buf, size_t count, loff_t *pos);
#else
int kernel_read(struct file *file, loff_t pos, char *buf, unsigned long count);
ssize_t kernel_write(struct file *file, const char *buf, size_t count, loff_t pos);
#endif
ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *pos);
ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *pos);
loff_t vfs_llseek(struct file *file, loff_t offset, int whence);
int vfs_fsync(struct file *file, int datasync);
void fput(struct file *file);
#if !UNOOPS_SINCE(5, 18)
/* Buffers of the kernel given to vfs_read(): until 5.10, and some machines longer. */
typedef unsigned long mm_segment_t;
#define KERNEL_DS	0xffffffffUL
#define USER_DS		0xc0000000UL
#define get_fs()	USER_DS
#define set_fs(fs)	((void)(fs))
#define get_ds()	KERNEL_DS
#endif

#endif
