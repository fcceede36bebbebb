/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/mm.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/uaccess.h>

#if !UNOOPS_SINCE(4, 6)
#define PAGE_CACHE_SIZE		PAGE_SIZE
#define PAGE_CACHE_SHIFT	PAGE_SHIFT
#define PAGE_CACHE_MASK		PAGE_MASK
#endif
/* The page cache of files in memory: fs/libfs.c; 4.4 ... 7.2. */
#if UNOOPS_SINCE(5, 15)	/* 5.16, and the updates of 5.15 */
extern const struct address_space_operations ram_aops;
#else
int simple_readpage(struct file *file, struct page *page);
int simple_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len, unsigned int flags, struct page **page, void **data);
int simple_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len, unsigned int copied, struct page *page, void *data);
#endif

#endif
