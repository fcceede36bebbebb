/* SPDX-License-Identifier: MIT */
/* mm/filemap.c, fs/libfs.c; 4.4 ... 7.2. What files hold is not kept: their pages are zeros, and nobody asks the module for one. */
#include <linux/pagemap.h>
#include <linux/uio.h>
#include "model.h"

static void assume_zeros(void)
{
	unoops_assume("pages of files are zeros: a module's address_space_operations are not called");
}

ssize_t generic_write_checks(struct kiocb *iocb, struct iov_iter *iter) { return iter->count; }

ssize_t generic_file_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	loff_t size = i_size_read(iocb->ki_filp->f_mapping->host);
	size_t n;

	assume_zeros();
	unoops_check_may_sleep("a file is read in atomic context");
	if (iocb->ki_pos >= size)
		return 0;
	n = min_t(loff_t, iter->count, size - iocb->ki_pos);
	iov_iter_advance(iter, n);
	iocb->ki_pos += n;
	return n;
}

ssize_t generic_file_write_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct inode *inode = iocb->ki_filp->f_mapping->host;
	ssize_t n = iter->count;

	assume_zeros();
	inode_lock(inode);
	iov_iter_advance(iter, n);
	iocb->ki_pos += n;
	if (iocb->ki_pos > i_size_read(inode))
		i_size_write(inode, iocb->ki_pos);
	inode_unlock(inode);
	return n;
}

#if UNOOPS_SINCE(5, 15)
const struct address_space_operations ram_aops = { };
#else
int simple_readpage(struct file *file, struct page *page) { return 0; }
int simple_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len, unsigned int flags, struct page **page, void **data) { return 0; }
int simple_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len, unsigned int copied, struct page *page, void *data) { return copied; }
#endif
