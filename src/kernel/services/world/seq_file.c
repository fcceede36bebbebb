/* SPDX-License-Identifier: MIT */
/* fs/seq_file.c; 4.4 ... 7.2. What is printed is formatted, for the pointers in it, and dropped. */
#include <linux/uio.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include "user.h"

/* A sequence longer than this goes on as it began. */
#define SHOWN	3

int seq_open(struct file *file, const struct seq_operations *op)
{
	struct seq_file *m = unoops_alloc(sizeof(*m), "seq_file");

	mutex_init(&m->lock);
	m->op = op;
	m->file = file;
	file->private_data = m;
	return 0;
}

void *__seq_open_private(struct file *file, const struct seq_operations *op, int size)
{
	void *private = unoops_alloc(size, "kmalloc");

	seq_open(file, op);
	((struct seq_file *)file->private_data)->private = private;
	return private;
}
int seq_open_private(struct file *file, const struct seq_operations *op, int size)
{
	__seq_open_private(file, op, size);
	return 0;
}

static void *single_start(struct seq_file *m, loff_t *pos) { return *pos ? NULL : SEQ_START_TOKEN; }
static void *single_next(struct seq_file *m, void *v, loff_t *pos) { ++*pos; return NULL; }
static void single_stop(struct seq_file *m, void *v) { }

/*
 * Where the sequence came to its end, there is more to read until start() itself says so: as in Linux, a reader comes once more, with the
 * position behind the last element. One that is longer than what is shown begins again each time.
 */
ssize_t seq_read(struct file *file, char *buf, size_t count, loff_t *pos)
{
	struct seq_file *m = file->private_data;
	loff_t at;
	void *v;
	int n;

	mutex_lock(&m->lock);
	at = m->index;
	v = m->op->start(m, &at);
	for (n = 0; n < SHOWN && v && !IS_ERR(v); n++) {
		if (m->op->show(m, v) < 0)
			break;
		v = m->op->next(m, v, &at);
	}
	m->op->stop(m, v);
	if (n && !v && m->op->start != single_start)
		m->index = at;
	else
		n = 0;
	mutex_unlock(&m->lock);
	return n;
}
ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	return seq_read(iocb->ki_filp, iter->ubuf, iter->count, &iocb->ki_pos);
}
loff_t seq_lseek(struct file *file, loff_t offset, int whence)
{
	((struct seq_file *)file->private_data)->index = 0;
	return offset;
}

int seq_release(struct inode *inode, struct file *file)
{
	unoops_free(file->private_data);
	return 0;
}

int seq_release_private(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kfree(m->private);
	return seq_release(inode, file);
}

int single_open(struct file *file, int (*show)(struct seq_file *m, void *v), void *data)
{
	struct seq_operations *op = unoops_alloc(sizeof(*op), "seq_operations");

	*op = (struct seq_operations){ single_start, single_stop, single_next, show };
	seq_open(file, op);
	((struct seq_file *)file->private_data)->private = data;
	return 0;
}

int single_release(struct inode *inode, struct file *file)
{
	const struct seq_operations *op = ((struct seq_file *)file->private_data)->op;

	seq_release(inode, file);
	unoops_free(op);
	return 0;
}

void seq_vprintf(struct seq_file *m, const char *fmt, va_list args) { vsnprintf(NULL, 0, fmt, args); }
void seq_printf(struct seq_file *m, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	seq_vprintf(m, fmt, args);
	va_end(args);
}
void seq_puts(struct seq_file *m, const char *s) { unoops_look_at(*s); }
void seq_putc(struct seq_file *m, char c) { }
int seq_write(struct seq_file *m, const void *data, size_t len) { return 0; }

struct list_head *seq_list_start(struct list_head *head, loff_t pos)
{
	struct list_head *entry;

	list_for_each(entry, head)
		if (pos-- == 0)
			return entry;
	return NULL;
}
struct list_head *seq_list_start_head(struct list_head *head, loff_t pos) { return pos ? seq_list_start(head, pos - 1) : head; }
struct list_head *seq_list_next(void *v, struct list_head *head, loff_t *pos)
{
	struct list_head *next = ((struct list_head *)v)->next;

	++*pos;
	return next == head ? NULL : next;
}
