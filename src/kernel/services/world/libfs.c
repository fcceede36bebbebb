/* SPDX-License-Identifier: MIT */
/* fs/libfs.c, fs/open.c, fs/read_write.c, fs/fcntl.c; 4.4 ... 7.2. */
#include <linux/uaccess.h>
#include <linux/slab.h>
#include "user.h"

ssize_t simple_read_from_buffer(void *to, size_t count, loff_t *pos, const void *from, size_t available)
{
	loff_t at = *pos;

	if (at < 0)
		return -EINVAL;
	if (at >= available || !count)
		return 0;
	if (count > available - at)
		count = available - at;
	if (copy_to_user(to, from + at, count))
		return -EFAULT;
	*pos = at + count;
	return count;
}

ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *pos, const void *from, size_t count)
{
	loff_t at = *pos;

	if (at < 0)
		return -EINVAL;
	if (at >= available || !count)
		return 0;
	if (count > available - at)
		count = available - at;
	if (copy_from_user(to + at, from, count))
		return -EFAULT;
	*pos = at + count;
	return count;
}

int simple_open(struct inode *inode, struct file *file)
{
	if (inode->i_private)
		file->private_data = inode->i_private;
	return 0;
}
int nonseekable_open(struct inode *inode, struct file *file)
{
	file->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	return 0;
}
int stream_open(struct inode *inode, struct file *file) { return nonseekable_open(inode, file); }
loff_t no_llseek(struct file *file, loff_t offset, int whence) { return -ESPIPE; }
loff_t noop_llseek(struct file *file, loff_t offset, int whence) { return file->f_pos; }
loff_t default_llseek(struct file *file, loff_t offset, int whence) { return file->f_pos = whence == SEEK_CUR ? file->f_pos + offset : offset; }
loff_t generic_file_llseek(struct file *file, loff_t offset, int whence) { return default_llseek(file, offset, whence); }
loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size) { return default_llseek(file, offset, whence); }

/* Nobody asks for SIGIO. */
int fasync_helper(int fd, struct file *file, int on, struct fasync_struct **list) { return 0; }
void kill_fasync(struct fasync_struct **list, int sig, int band) { }

struct simple_attr {
	int (*get)(void *data, u64 *val);
	int (*set)(void *data, u64 val);
	void *data;
};

int simple_attr_open(struct inode *inode, struct file *file, int (*get)(void *data, u64 *val),
		     int (*set)(void *data, u64 val), const char *fmt)
{
	struct simple_attr *attr = unoops_alloc(sizeof(*attr), "simple_attr");

	*attr = (struct simple_attr){ get, set, inode->i_private };
	file->private_data = attr;
	return 0;
}

int simple_attr_release(struct inode *inode, struct file *file)
{
	unoops_free(file->private_data);
	return 0;
}

ssize_t simple_attr_read(struct file *file, char *buf, size_t count, loff_t *pos)
{
	struct simple_attr *attr = file->private_data;
	u64 val;

	return attr->get ? attr->get(attr->data, &val) : -EACCES;
}

ssize_t simple_attr_write(struct file *file, const char *buf, size_t count, loff_t *pos)
{
	struct simple_attr *attr = file->private_data;
	unsigned int val;
	int err;

	if (!attr->set)
		return -EACCES;
	err = kstrtouint_from_user(buf, count, 0, &val);
	if (!err)
		err = attr->set(attr->data, val);
	return err ? err : count;
}

/*
 * Files of the disk that the kernel opens: they are there or not, are empty behind what is read, and take what is written.
 */
struct file *filp_open(const char *name, int flags, umode_t mode)
{
	struct file *file;

	unoops_check_may_sleep("filp_open() in atomic context");
	if (unoops_fault("filp_open"))
		return ERR_PTR(-ENOENT);
	unoops_assume("files that the module opens are there, hold some zeros, and take what is written");
	file = unoops_alloc(sizeof(*file), "file");
	file->f_flags = flags;
	return file;
}

int filp_close(struct file *file, fl_owner_t id)
{
	unoops_free(file);
	return 0;
}
void fput(struct file *file) { unoops_free(file); }

/* Where a file ends is not known; a read that begins behind this gets nothing, so that reading to the end comes to one. */
#define FILE_END	64

static ssize_t read_zeros(struct file *file, void *buf, size_t count, loff_t *pos)
{
	unoops_check_may_sleep("a file is read in atomic context");
	if (file->f_flags & O_DIRECTORY)
		return -EISDIR;
	unoops_yield();
	if (*pos >= FILE_END)
		return 0;
	memset(buf, 0, count);
	*pos += count;
	return count;
}

static ssize_t write_nowhere(struct file *file, const void *buf, size_t count, loff_t *pos)
{
	unoops_check_may_sleep("a file is written in atomic context");
	unoops_look_at(file->f_flags);
	unoops_yield();
	if (unoops_fault("writing a file"))
		return -ENOSPC;
	if (*pos + (loff_t)count > FILE_END)
		unoops_assume("a module looks at no position in a file that it writes behind the first 64 bytes");
	*pos = min_t(loff_t, *pos + count, FILE_END);
	return count;
}

#if UNOOPS_SINCE(4, 14)
ssize_t kernel_read(struct file *file, void *buf, size_t count, loff_t *pos)
{
	loff_t none = 0;

	return read_zeros(file, buf, count, pos ? pos : &none);
}
ssize_t kernel_write(struct file *file, const void *buf, size_t count, loff_t *pos)
{
	loff_t none = 0;

	return write_nowhere(file, buf, count, pos ? pos : &none);
}
#else
int kernel_read(struct file *file, loff_t pos, char *buf, unsigned long count) { return read_zeros(file, buf, count, &pos); }
ssize_t kernel_write(struct file *file, const char *buf, size_t count, loff_t pos) { return write_nowhere(file, buf, count, &pos); }
#endif
ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t *pos) { return read_zeros(file, buf, count, pos); }
ssize_t vfs_write(struct file *file, const char *buf, size_t count, loff_t *pos) { return write_nowhere(file, buf, count, pos); }
loff_t vfs_llseek(struct file *file, loff_t offset, int whence) { return file->f_pos = offset; }
int vfs_fsync(struct file *file, int datasync) { return 0; }
