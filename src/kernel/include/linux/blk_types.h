/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BLK_TYPES_H
#define _LINUX_BLK_TYPES_H

#include <linux/bvec.h>
#include <linux/device.h>
#include <linux/types.h>

/* include/linux/blk_types.h; 4.4 ... 7.2. Errors are numbers of their own since 4.13. */
struct bio;
struct gendisk;
struct request_queue;
typedef void (bio_end_io_t)(struct bio *bio);
#if UNOOPS_SINCE(4, 13)
typedef u8 blk_status_t;
#else
typedef int blk_status_t;
#endif
#define BLK_STS_OK		0
#define BLK_STS_NOTSUPP		((blk_status_t)1)
#define BLK_STS_TIMEOUT		((blk_status_t)2)
#define BLK_STS_NOSPC		((blk_status_t)3)
#define BLK_STS_TRANSPORT	((blk_status_t)4)
#define BLK_STS_TARGET		((blk_status_t)5)
#define BLK_STS_MEDIUM		((blk_status_t)7)
#define BLK_STS_PROTECTION	((blk_status_t)8)
#define BLK_STS_RESOURCE	((blk_status_t)9)
#define BLK_STS_IOERR		((blk_status_t)10)
#define BLK_STS_AGAIN		((blk_status_t)12)
#define BLK_STS_DEV_RESOURCE	((blk_status_t)13)
typedef unsigned int blk_qc_t;
#define BLK_QC_T_NONE		-1U
typedef unsigned int blk_mode_t;
#define BLK_OPEN_READ		((blk_mode_t)(1 << 0))
#define BLK_OPEN_WRITE		((blk_mode_t)(1 << 1))
enum req_op {
	REQ_OP_READ = 0, REQ_OP_WRITE = 1, REQ_OP_FLUSH = 2, REQ_OP_DISCARD = 3, REQ_OP_SECURE_ERASE = 5, REQ_OP_WRITE_ZEROES = 9,
	REQ_OP_DRV_IN = 34, REQ_OP_DRV_OUT = 35,
};
#define REQ_OP_BITS	8
#define REQ_OP_MASK	((1 << REQ_OP_BITS) - 1)
#define REQ_SYNC	(1u << 11)
#define REQ_FUA		(1u << 17)
#define REQ_PREFLUSH	(1u << 18)
#define op_is_write(op)	(!!((op) & 1))

struct block_device {
	dev_t bd_dev;
	int bd_openers;
	struct gendisk *bd_disk;
	struct request_queue *bd_queue;
	struct device bd_device;
	void *bd_holder;
};
struct bio {
	struct bio *bi_next;
	struct block_device *bi_bdev;
#if UNOOPS_SINCE(4, 14)
	struct gendisk *bi_disk;
#endif
#if UNOOPS_SINCE(4, 8)
	unsigned int bi_opf;
#else
	unsigned long bi_rw;
#endif
#if UNOOPS_SINCE(4, 13)
	blk_status_t bi_status;
#else
	int bi_error;
#endif
	unsigned short bi_flags, bi_vcnt, bi_max_vecs;
	struct bvec_iter bi_iter;
	bio_end_io_t *bi_end_io;
	void *bi_private;
	struct bio_vec *bi_io_vec;
};

#endif
