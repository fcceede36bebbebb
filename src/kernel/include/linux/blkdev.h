/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BLKDEV_H
#define _LINUX_BLKDEV_H

#include <linux/bio.h>
#include <linux/blk_types.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/major.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#define SECTOR_SHIFT	9
#define SECTOR_SIZE	(1 << SECTOR_SHIFT)
#define SECTOR_MASK	((1 << (PAGE_SHIFT - SECTOR_SHIFT)) - 1)
#define PAGE_SECTORS_SHIFT (PAGE_SHIFT - SECTOR_SHIFT)
#define PAGE_SECTORS	(1 << PAGE_SECTORS_SHIFT)
#define BLKDEV_MAJOR_MAX 512
#define DISK_NAME_LEN	32

/* block/genhd.c, blk-core.c, blk-mq.c; 4.4 ... 7.2. */
struct hd_geometry;
struct blk_mq_ops;
struct blk_mq_tag_set;
struct blk_mq_hw_ctx;
struct request;
struct block_device_operations {
#if UNOOPS_SINCE(5, 16)
	void (*submit_bio)(struct bio *bio);
#elif UNOOPS_SINCE(5, 9)
	blk_qc_t (*submit_bio)(struct bio *bio);
#endif
#if UNOOPS_SINCE(6, 5)
	int (*open)(struct gendisk *disk, blk_mode_t mode);
	void (*release)(struct gendisk *disk);
	int (*ioctl)(struct block_device *bdev, blk_mode_t mode, unsigned int cmd, unsigned long arg);
	int (*compat_ioctl)(struct block_device *bdev, blk_mode_t mode, unsigned int cmd, unsigned long arg);
#else
	int (*open)(struct block_device *bdev, fmode_t mode);
	void (*release)(struct gendisk *disk, fmode_t mode);
	int (*ioctl)(struct block_device *bdev, fmode_t mode, unsigned int cmd, unsigned long arg);
	int (*compat_ioctl)(struct block_device *bdev, fmode_t mode, unsigned int cmd, unsigned long arg);
#endif
	unsigned int (*check_events)(struct gendisk *disk, unsigned int clearing);
#if !UNOOPS_SINCE(5, 10)
	int (*media_changed)(struct gendisk *disk);
	int (*revalidate_disk)(struct gendisk *disk);
#endif
#if UNOOPS_SINCE(6, 18)
	int (*getgeo)(struct gendisk *disk, struct hd_geometry *geo);
#else
	int (*getgeo)(struct block_device *bdev, struct hd_geometry *geo);
#endif
#if UNOOPS_SINCE(5, 18)
	void (*free_disk)(struct gendisk *disk);
#endif
	struct module *owner;
};
struct queue_limits {
	unsigned int features, logical_block_size, physical_block_size, io_min, io_opt, max_hw_sectors, max_sectors, max_segment_size;
	unsigned int max_hw_discard_sectors, max_discard_sectors, discard_granularity, max_write_zeroes_sectors;
	unsigned short max_segments;
};
#define BLK_FEAT_WRITE_CACHE		(1u << 0)
#define BLK_FEAT_FUA			(1u << 1)
#define BLK_FEAT_ROTATIONAL		(1u << 2)
#define BLK_FEAT_STABLE_WRITES		(1u << 5)
#define BLK_FEAT_SYNCHRONOUS		(1u << 6)
typedef blk_qc_t (make_request_fn)(struct request_queue *q, struct bio *bio);
typedef void (request_fn_proc)(struct request_queue *q);
struct request_queue {
	void *queuedata;
	const struct blk_mq_ops *mq_ops;
	struct blk_mq_tag_set *tag_set;
	struct gendisk *disk;
	struct queue_limits limits;
	unsigned long queue_flags;
	struct list_head queue_head;
	spinlock_t unoops_lock, *queue_lock;
	make_request_fn *make_request_fn;
	request_fn_proc *request_fn;
	struct blk_mq_hw_ctx *unoops_hctx;
	unsigned int unoops_used;	/* q_usage_counter: who submits, and, by blk-mq, requests that have not ended */
	unsigned int unoops_frozen, unoops_quiesced, unoops_references;
	bool unoops_dying;
};
enum { QUEUE_FLAG_NONROT = 6, QUEUE_FLAG_VIRT = 6, QUEUE_FLAG_DISCARD = 8, QUEUE_FLAG_NOMERGES = 3, QUEUE_FLAG_ADD_RANDOM = 10 };
struct gendisk {
	int major, first_minor, minors;
	char disk_name[DISK_NAME_LEN];
	const struct block_device_operations *fops;
	struct request_queue *queue;
	void *private_data;
	int flags;
	unsigned long state;
	struct block_device unoops_part0, *part0;
	struct mutex open_mutex;
	sector_t unoops_capacity;
	bool unoops_read_only, unoops_own_queue, unoops_holds_queue;
};
#if UNOOPS_SINCE(5, 17)
#define GENHD_FL_REMOVABLE	(1 << 0)
#define GENHD_FL_HIDDEN		(1 << 1)
#define GENHD_FL_NO_PART	(1 << 2)
#else
#define GENHD_FL_REMOVABLE	0x0001
#define GENHD_FL_EXT_DEVT	0x0040
#define GENHD_FL_SUPPRESS_PARTITION_INFO 0x0020
#define GENHD_FL_NO_PART_SCAN	0x0200
#endif
#define disk_to_dev(disk)	(&(disk)->part0->bd_device)

int unoops_register_blkdev(unsigned int major, const char *name);
#define register_blkdev(major, name)	unoops_register_blkdev(major, name)
void unregister_blkdev(unsigned int major, const char *name);

/* How disks and queues are made, from version to version. Those that say NULL, and no error, are older. */
struct gendisk *unoops_alloc_disk(int minors);
struct gendisk *unoops_disk_of(struct request_queue *queue);
struct request_queue *unoops_alloc_queue(make_request_fn *make_request);
#define unoops_or_null(p)		({ typeof(p) __p = (p); IS_ERR(__p) ? NULL : __p; })
#if !UNOOPS_SINCE(5, 15)
#define alloc_disk(minors)		unoops_alloc_disk(minors)
#define alloc_disk_node(minors, node)	((void)(node), unoops_alloc_disk(minors))
#endif
#if UNOOPS_SINCE(6, 9)
#define blk_alloc_disk(lim, node)	((void)(lim), (void)(node), unoops_disk_of(unoops_alloc_queue(NULL)))
#elif UNOOPS_SINCE(5, 14)
#define blk_alloc_disk(node)		((void)(node), unoops_or_null(unoops_disk_of(unoops_alloc_queue(NULL))))
#endif
#if !UNOOPS_SINCE(5, 7)
#define blk_alloc_queue(gfp)		((void)(gfp), unoops_or_null(unoops_alloc_queue(NULL)))
static __always_inline void blk_queue_make_request(struct request_queue *q, make_request_fn *fn) { q->make_request_fn = fn; }
#elif !UNOOPS_SINCE(5, 9)
#define blk_alloc_queue(fn, node)	((void)(node), unoops_or_null(unoops_alloc_queue(fn)))
#elif !UNOOPS_SINCE(5, 14)
#define blk_alloc_queue(node)		((void)(node), unoops_or_null(unoops_alloc_queue(NULL)))
#endif
#if UNOOPS_SINCE(5, 15)
int __must_check add_disk(struct gendisk *disk);
#else
void add_disk(struct gendisk *disk);
#endif
void del_gendisk(struct gendisk *disk);
void put_disk(struct gendisk *disk);
#if !UNOOPS_SINCE(6, 0)
void blk_cleanup_queue(struct request_queue *q);
#if UNOOPS_SINCE(5, 14)
void blk_cleanup_disk(struct gendisk *disk);
#endif
#endif
void blk_put_queue(struct request_queue *q);
static __always_inline void set_capacity(struct gendisk *disk, sector_t sectors) { disk->unoops_capacity = sectors; }
static __always_inline sector_t get_capacity(struct gendisk *disk) { return disk->unoops_capacity; }
static __always_inline void set_disk_ro(struct gendisk *disk, bool read_only) { disk->unoops_read_only = read_only; }
static __always_inline int get_disk_ro(struct gendisk *disk) { return disk->unoops_read_only; }
static __always_inline struct request_queue *bdev_get_queue(struct block_device *bdev) { return bdev->bd_disk->queue; }
#if !UNOOPS_SINCE(6, 11)
static __always_inline void blk_queue_logical_block_size(struct request_queue *q, unsigned int n) { q->limits.logical_block_size = n; }
static __always_inline void blk_queue_physical_block_size(struct request_queue *q, unsigned int n) { q->limits.physical_block_size = n; }
static __always_inline void blk_queue_max_hw_sectors(struct request_queue *q, unsigned int n) { q->limits.max_hw_sectors = n; }
static __always_inline void blk_queue_max_segments(struct request_queue *q, unsigned short n) { q->limits.max_segments = n; }
static __always_inline void blk_queue_max_segment_size(struct request_queue *q, unsigned int n) { q->limits.max_segment_size = n; }
static __always_inline void blk_queue_max_discard_sectors(struct request_queue *q, unsigned int n) { q->limits.max_discard_sectors = n; }
static __always_inline void blk_queue_io_min(struct request_queue *q, unsigned int n) { q->limits.io_min = n; }
static __always_inline void blk_queue_io_opt(struct request_queue *q, unsigned int n) { q->limits.io_opt = n; }
static __always_inline void blk_queue_write_cache(struct request_queue *q, bool cache, bool fua) { (void)q->limits.features; }
static __always_inline void blk_queue_flag_set(unsigned int flag, struct request_queue *q) { q->queue_flags |= 1ul << flag; }
static __always_inline void blk_queue_flag_clear(unsigned int flag, struct request_queue *q) { q->queue_flags &= ~(1ul << flag); }
#endif
#if !UNOOPS_SINCE(4, 21)
#define queue_flag_set_unlocked(flag, q)	((q)->queue_flags |= 1ul << (flag))
#define queue_flag_clear_unlocked(flag, q)	((q)->queue_flags &= ~(1ul << (flag)))
#endif

/* --- requests --------------------------------------------------------------------------- */

struct request {
	struct request_queue *q;
	struct blk_mq_hw_ctx *mq_hctx;
	unsigned int cmd_flags, __data_len;
	int tag;
	sector_t __sector;
	struct bio *bio;
#if !UNOOPS_SINCE(5, 17)
	struct gendisk *rq_disk;
#endif
	void *special, *end_io_data;
	int errors;
	struct list_head queuelist;
	bool unoops_started;
};
struct req_iterator { struct bvec_iter iter; struct bio *bio; };
#define rq_for_each_segment(bvl, rq, at) \
	for ((at).bio = (rq)->bio; (at).bio; (at).bio = (at).bio->bi_next) \
		bio_for_each_segment(bvl, (at).bio, (at).iter)
#define __rq_for_each_bio(_bio, rq)	for (_bio = (rq)->bio; _bio; _bio = _bio->bi_next)
#define req_op(rq)		((rq)->cmd_flags & REQ_OP_MASK)
#define rq_data_dir(rq)		((int)((rq)->cmd_flags & 1))
#define blk_rq_pos(rq)		((rq)->__sector)
#define blk_rq_bytes(rq)	((rq)->__data_len)
#define blk_rq_sectors(rq)	((rq)->__data_len >> SECTOR_SHIFT)
#define blk_rq_cur_bytes(rq)	((rq)->bio ? bio_cur_bytes((rq)->bio) : 0)
#define blk_rq_cur_sectors(rq)	(blk_rq_cur_bytes(rq) >> SECTOR_SHIFT)
#define blk_rq_is_passthrough(rq)	(req_op(rq) >= REQ_OP_DRV_IN)
#define bio_data(bio)		(page_address(bio_page(bio)) + bio_offset(bio))
#define rq_dma_dir(rq)		(rq_data_dir(rq) ? DMA_TO_DEVICE : DMA_FROM_DEVICE)
bool blk_update_request(struct request *rq, blk_status_t error, unsigned int bytes);

/* The queues of one request at a time: block/blk-core.c until 4.20. */
#if !UNOOPS_SINCE(4, 21)
struct request_queue *blk_init_queue(request_fn_proc *fn, spinlock_t *lock);
struct request *blk_peek_request(struct request_queue *q);
void blk_start_request(struct request *rq);
struct request *blk_fetch_request(struct request_queue *q);
bool __blk_end_request(struct request *rq, blk_status_t error, unsigned int bytes);
static __always_inline bool __blk_end_request_cur(struct request *rq, blk_status_t error) { return __blk_end_request(rq, error, blk_rq_cur_bytes(rq)); }
static __always_inline void __blk_end_request_all(struct request *rq, blk_status_t error) { __blk_end_request(rq, error, blk_rq_bytes(rq)); }
bool blk_end_request(struct request *rq, blk_status_t error, unsigned int bytes);
static __always_inline void blk_end_request_all(struct request *rq, blk_status_t error) { blk_end_request(rq, error, blk_rq_bytes(rq)); }
#endif

#endif
