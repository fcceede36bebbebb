/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SEQ_FILE_H
#define _LINUX_SEQ_FILE_H

#include <linux/types.h>
#include <linux/string.h>
#include <linux/bug.h>
#include <linux/mutex.h>
#include <linux/fs.h>

/* fs/seq_file.c; 4.4 ... 7.2. What is printed goes nowhere. */
struct seq_operations;
struct seq_file {
	char *buf;
	size_t size, count;
	loff_t index;
	const struct seq_operations *op;
	const struct file *file;
	void *private;
	struct mutex lock;
};
struct seq_operations {
	void *(*start)(struct seq_file *m, loff_t *pos);
	void (*stop)(struct seq_file *m, void *v);
	void *(*next)(struct seq_file *m, void *v, loff_t *pos);
	int (*show)(struct seq_file *m, void *v);
};
#define SEQ_START_TOKEN	((void *)1)
#define SEQ_SKIP	1
int seq_open(struct file *file, const struct seq_operations *op);
int seq_open_private(struct file *file, const struct seq_operations *op, int size);
void *__seq_open_private(struct file *file, const struct seq_operations *op, int size);
ssize_t seq_read(struct file *file, char __user *buf, size_t count, loff_t *pos);
loff_t seq_lseek(struct file *file, loff_t offset, int whence);
int seq_release(struct inode *inode, struct file *file);
int seq_release_private(struct inode *inode, struct file *file);
int single_open(struct file *file, int (*show)(struct seq_file *m, void *v), void *data);
#define single_open_size(file, show, data, size)	single_open(file, show, data)
int single_release(struct inode *inode, struct file *file);
#if UNOOPS_SINCE(5, 10)
ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter);
#endif
void seq_printf(struct seq_file *m, const char *fmt, ...) __printf(2, 3);
void seq_vprintf(struct seq_file *m, const char *fmt, va_list args) __printf(2, 0);
void seq_puts(struct seq_file *m, const char *s);
void seq_putc(struct seq_file *m, char c);
int seq_write(struct seq_file *m, const void *data, size_t len);
struct list_head *seq_list_start(struct list_head *head, loff_t pos);
struct list_head *seq_list_start_head(struct list_head *head, loff_t pos);
struct list_head *seq_list_next(void *v, struct list_head *head, loff_t *pos);
#define seq_has_overflowed(m)	false
#define DEFINE_SHOW_ATTRIBUTE(__name)						\
static int __name##_open(struct inode *inode, struct file *file)		\
{										\
	return single_open(file, __name##_show, inode->i_private);		\
}										\
static const struct file_operations __name##_fops __maybe_unused = {		\
	.owner = THIS_MODULE, .open = __name##_open, .read = seq_read,		\
	.llseek = seq_lseek, .release = single_release,				\
}
#if UNOOPS_SINCE(5, 6)
#define DEFINE_PROC_SHOW_ATTRIBUTE(__name)					\
static int __name##_open(struct inode *inode, struct file *file)		\
{										\
	return single_open(file, __name##_show, inode->i_private);		\
}										\
static const struct proc_ops __name##_proc_ops __maybe_unused = {		\
	.proc_open = __name##_open, .proc_read = seq_read,			\
	.proc_lseek = seq_lseek, .proc_release = single_release,		\
}
#endif

#endif
