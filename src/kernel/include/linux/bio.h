/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BIO_H
#define _LINUX_BIO_H

#include <linux/blk_types.h>
#include <linux/highmem.h>
#include <linux/mempool.h>

/* block/bio.c; 4.4 ... 7.2. */
static __always_inline struct bio_vec unoops_bvec_at(const struct bio *bio, struct bvec_iter at)
{
	struct bio_vec bv = bio->bi_io_vec[at.bi_idx];

	bv.bv_offset += at.bi_bvec_done;
	bv.bv_len = min(bv.bv_len - at.bi_bvec_done, at.bi_size);
	return bv;
}
static __always_inline void unoops_bvec_advance(const struct bio *bio, struct bvec_iter *at, unsigned int bytes)
{
	at->bi_sector += bytes >> 9;
	at->bi_size -= bytes;
	at->bi_bvec_done += bytes;
	if (at->bi_bvec_done == bio->bi_io_vec[at->bi_idx].bv_len) {
		at->bi_bvec_done = 0;
		at->bi_idx++;
	}
}
#define __bio_for_each_segment(bvl, bio, iter, start) \
	for (iter = (start); (iter).bi_size && ((bvl = unoops_bvec_at((bio), (iter))), 1); unoops_bvec_advance((bio), &(iter), (bvl).bv_len))
#define bio_for_each_segment(bvl, bio, iter)	__bio_for_each_segment(bvl, bio, iter, (bio)->bi_iter)
#define bio_for_each_bvec			bio_for_each_segment
#define bio_iter_iovec(bio, iter)		unoops_bvec_at((bio), (iter))
#define bio_page(bio)				(unoops_bvec_at((bio), (bio)->bi_iter).bv_page)
#define bio_offset(bio)				(unoops_bvec_at((bio), (bio)->bi_iter).bv_offset)
#define bio_cur_bytes(bio)			(unoops_bvec_at((bio), (bio)->bi_iter).bv_len)
#define bio_sectors(bio)			((bio)->bi_iter.bi_size >> 9)
#define bio_end_sector(bio)			((bio)->bi_iter.bi_sector + bio_sectors(bio))
#define bio_multiple_segments(bio)		((bio)->bi_iter.bi_size != bio_cur_bytes(bio))
#if UNOOPS_SINCE(4, 8)
#define bio_op(bio)		((bio)->bi_opf & REQ_OP_MASK)
#define bio_data_dir(bio)	(op_is_write(bio_op(bio)) ? WRITE : READ)
#else
#define bio_rw(bio)		((bio)->bi_rw & 1)
#define bio_data_dir(bio)	((bio)->bi_rw & 1)
#endif
static __always_inline bool bio_has_data(struct bio *bio) { return bio->bi_iter.bi_size && bio->bi_io_vec; }
void bio_endio(struct bio *bio);
static __always_inline void bio_io_error(struct bio *bio)
{
#if UNOOPS_SINCE(4, 13)
	bio->bi_status = BLK_STS_IOERR;
#else
	bio->bi_error = -EIO;
#endif
	bio_endio(bio);
}

/* include/linux/bio.h: a list by bi_next. */
struct bio_list { struct bio *head, *tail; };
#define BIO_EMPTY_LIST	{ NULL, NULL }
static __always_inline void bio_list_init(struct bio_list *bl) { bl->head = bl->tail = NULL; }
static __always_inline int bio_list_empty(const struct bio_list *bl) { return !bl->head; }
#define bio_list_for_each(bio, bl)	for (bio = (bl)->head; bio; bio = bio->bi_next)
static __always_inline void bio_list_add(struct bio_list *bl, struct bio *bio)
{
	bio->bi_next = NULL;
	if (bl->tail)
		bl->tail->bi_next = bio;
	else
		bl->head = bio;
	bl->tail = bio;
}
static __always_inline struct bio *bio_list_peek(struct bio_list *bl) { return bl->head; }
static __always_inline struct bio *bio_list_pop(struct bio_list *bl)
{
	struct bio *bio = bl->head;

	if (bio) {
		bl->head = bio->bi_next;
		if (!bl->head)
			bl->tail = NULL;
		bio->bi_next = NULL;
	}
	return bio;
}
static __always_inline struct bio *bio_list_get(struct bio_list *bl)
{
	struct bio *bio = bl->head;

	bio_list_init(bl);
	return bio;
}

#endif
