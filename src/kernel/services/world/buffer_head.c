/* SPDX-License-Identifier: MIT */
/* fs/buffer.c; 4.4 ... 7.2. Blocks of the one disk that there is, which are zeros until they are written. */
#include <linux/buffer_head.h>
#include "super.h"

struct buffer_head *unoops_buffer_of(struct super_block *sb, sector_t block)
{
	struct buffer_head *bh;

	unoops_check_may_sleep("a block is read in atomic context");
	if (unoops_fault("sb_bread"))
		return NULL;
	list_for_each_entry(bh, &sb->unoops_buffers, unoops_entry)
		if (bh->b_blocknr == block) {
			atomic_inc(&bh->b_count);
			return bh;
		}
	bh = unoops_alloc(sizeof(*bh), "buffer_head");
	bh->b_blocknr = block;
	bh->b_size = sb->s_blocksize;
	bh->b_data = unoops_alloc(sb->s_blocksize, "buffer");
	bh->b_bdev = sb->s_bdev;
	bh->b_state = 1;
	atomic_set(&bh->b_count, 1);
	list_add(&bh->unoops_entry, &sb->unoops_buffers);
	return bh;
}

void __brelse(struct buffer_head *bh)
{
	if (atomic_read(&bh->b_count))
		atomic_dec(&bh->b_count);
	else
		unoops_warn("fs/buffer.c", 0, "VFS: brelse: Trying to free free buffer");
}

/* invalidate_bdev() */
void unoops_forget_buffers(struct super_block *sb)
{
	while (!list_empty(&sb->unoops_buffers)) {
		struct buffer_head *bh = list_first_entry(&sb->unoops_buffers, struct buffer_head, unoops_entry);

		list_del(&bh->unoops_entry);
		unoops_free(bh->b_data);
		unoops_free(bh);
	}
}

void mark_buffer_dirty(struct buffer_head *bh) { unoops_look_at(bh->b_data[0]); }
int sync_dirty_buffer(struct buffer_head *bh)
{
	unoops_check_may_sleep("sync_dirty_buffer() in atomic context");
	unoops_look_at(bh->b_data[0]);
	return 0;
}
void lock_buffer(struct buffer_head *bh) { unoops_check_may_sleep("lock_buffer() in atomic context"); }
void unlock_buffer(struct buffer_head *bh) { }

int sb_set_blocksize(struct super_block *sb, int size)
{
	if (size < 512 || size > PAGE_SIZE || size & (size - 1))
		return 0;
	sb->s_blocksize = size;
	sb->s_blocksize_bits = __builtin_ctz(size);
	return size;
}
int sb_min_blocksize(struct super_block *sb, int size) { return sb_set_blocksize(sb, max(size, 512)); }
