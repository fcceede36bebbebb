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
#include <asm/page.h>

#define FMODE_READ	((fmode_t)0x1)
#define FMODE_WRITE	((fmode_t)0x2)
#define FMODE_LSEEK	((fmode_t)0x4)
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

struct address_space { struct inode *host; };
struct inode {
	umode_t i_mode;
	kuid_t i_uid;
	kgid_t i_gid;
	dev_t i_rdev;
	unsigned long i_ino;
	loff_t i_size;
	struct super_block *i_sb;
	struct address_space *i_mapping;
	struct cdev *i_cdev;
	void *i_private;
	const struct file_operations *i_fop;
};
struct qstr { const unsigned char *name; unsigned int len; };
struct dentry {
	struct qstr d_name;
	struct inode *d_inode;
	struct dentry *d_parent;
	unsigned char d_iname[32];
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
