/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BUFFER_HEAD_H
#define _LINUX_BUFFER_HEAD_H

#include <linux/types.h>
#include <linux/fs.h>
#include <linux/blk_types.h>
#include <linux/pagemap.h>

/* A block of the disk below a mount, and its contents: fs/buffer.c; 4.4 ... 7.2. */
struct buffer_head {
	unsigned long b_state;
	sector_t b_blocknr;
	size_t b_size;
	char *b_data;
	struct block_device *b_bdev;
	struct list_head unoops_entry;
	atomic_t b_count;
};
struct buffer_head *unoops_buffer_of(struct super_block *sb, sector_t block);
static __always_inline struct buffer_head *sb_bread(struct super_block *sb, sector_t block) { return unoops_buffer_of(sb, block); }
static __always_inline struct buffer_head *sb_getblk(struct super_block *sb, sector_t block) { return unoops_buffer_of(sb, block); }
void __brelse(struct buffer_head *bh);
static __always_inline void brelse(struct buffer_head *bh)
{
	if (bh)
		__brelse(bh);
}
static __always_inline void bforget(struct buffer_head *bh) { brelse(bh); }
static __always_inline void put_bh(struct buffer_head *bh) { atomic_dec(&bh->b_count); }
static __always_inline void get_bh(struct buffer_head *bh) { atomic_inc(&bh->b_count); }
void mark_buffer_dirty(struct buffer_head *bh);
int sync_dirty_buffer(struct buffer_head *bh);
void lock_buffer(struct buffer_head *bh);
void unlock_buffer(struct buffer_head *bh);
static __always_inline void set_buffer_uptodate(struct buffer_head *bh) { bh->b_state |= 1; }
static __always_inline int buffer_uptodate(const struct buffer_head *bh) { return bh->b_state & 1; }

#endif
