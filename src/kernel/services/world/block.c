/* SPDX-License-Identifier: MIT */
/*
 * block/genhd.c, blk-core.c, blk-mq.c, bio.c; 4.4 ... 7.2. While a disk is there, a process may open it, read or write one page or ask it by ioctl(), and
 * close it. Adding a disk that has a size reads its first page, for partitions, before it returns. Who removes the disk waits for requests that
 * have not ended from 5.15 on; before, whoever cleans up its queue does.
 */
#include <linux/blk-mq.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include "user.h"

struct disk_use {
	struct happening session;
	struct list_head entry;
	struct gendisk *disk;
	bool gone;
};
static LIST_HEAD(disk_uses);
static unsigned int next_block_major;

int unoops_register_blkdev(unsigned int major, const char *name)
{
	unoops_check_may_sleep("register_blkdev() in atomic context");
	if (unoops_fault("register_blkdev"))
		return -EBUSY;
	return major ? 0 : (int)(254 - next_block_major++);
}
void unregister_blkdev(unsigned int major, const char *name) { }

/* --- queues ----------------------------------------------------------------------------- */

struct request_queue *unoops_alloc_queue(make_request_fn *make_request)
{
	struct request_queue *q;

	unoops_check_may_sleep("a block queue is made in atomic context");
	if (unoops_fault("blk_alloc_queue"))
		return ERR_PTR(-ENOMEM);
	q = unoops_alloc(sizeof(*q), "request_queue");
	q->make_request_fn = make_request;
	q->limits.logical_block_size = q->limits.physical_block_size = 512;
	q->unoops_references = 1;
	spin_lock_init(&q->unoops_lock);
	q->queue_lock = &q->unoops_lock;
	INIT_LIST_HEAD(&q->queue_head);
	return q;
}

struct request_queue *unoops_alloc_mq_queue(struct blk_mq_tag_set *set, void *queuedata)
{
	struct request_queue *q = unoops_alloc_queue(NULL);
	int err;

	if (IS_ERR(q))
		return q;
	q->tag_set = set;
	q->mq_ops = set->ops;
	q->queuedata = queuedata;
	q->unoops_hctx = unoops_alloc(sizeof(*q->unoops_hctx), "blk_mq_hw_ctx");
	q->unoops_hctx->queue = q;
	err = set->ops->init_hctx ? set->ops->init_hctx(q->unoops_hctx, set->driver_data, 0) : 0;
	if (!err)
		return q;
	unoops_free(q->unoops_hctx);
	unoops_free(q);
	return ERR_PTR(-ENOMEM);
}

int blk_mq_alloc_tag_set(struct blk_mq_tag_set *set)
{
	unoops_check_may_sleep("blk_mq_alloc_tag_set() in atomic context");
	if (!set->nr_hw_queues || !set->queue_depth || !set->ops || !set->ops->queue_rq)
		return -EINVAL;
	return unoops_fault("blk_mq_alloc_tag_set") ? -ENOMEM : 0;
}
void blk_mq_free_tag_set(struct blk_mq_tag_set *set) { (void)*(volatile unsigned int *)&set->nr_hw_queues; }

#if UNOOPS_SINCE(4, 20) && !UNOOPS_SINCE(5, 15)
struct request_queue *blk_mq_init_sq_queue(struct blk_mq_tag_set *set, const struct blk_mq_ops *ops, unsigned int depth, unsigned int flags)
{
	int err;

	*set = (struct blk_mq_tag_set){ .ops = ops, .nr_hw_queues = 1, .nr_maps = 1, .queue_depth = depth, .flags = flags };
	err = blk_mq_alloc_tag_set(set);
	return err ? ERR_PTR(err) : unoops_alloc_mq_queue(set, NULL);
}
#endif
#if !UNOOPS_SINCE(4, 11)
struct blk_mq_hw_ctx *blk_mq_map_queue(struct request_queue *q, const int cpu) { return q->unoops_hctx; }
#endif

/* blk_queue_enter(): who comes while it is frozen waits, unless it is dying. */
static bool enter_queue(struct request_queue *q)
{
	while (q->unoops_frozen && !q->unoops_dying)
		unoops_block(&q->unoops_frozen, ~0u, 0);
	if (q->unoops_dying)
		return false;
	q->unoops_used++;
	return true;
}
static void leave_queue(struct request_queue *q) { q->unoops_used--; }

static void drain_queue(struct request_queue *q)
{
	unoops_check_may_sleep("a block queue is drained in atomic context");
	if (q->unoops_used)
		unoops_note(UNOOPS_WAITS, q, 0);
	unoops_block(&q->unoops_used, ~0u, 0);
}
static void kill_queue(struct request_queue *q)
{
	q->unoops_dying = true;
	q->unoops_frozen = 0;
	drain_queue(q);
}

static void exit_mq_queue(struct request_queue *q)
{
	struct blk_mq_hw_ctx *hctx = q->unoops_hctx;

	if (!hctx)
		return;
	q->unoops_hctx = NULL;
	if (q->mq_ops->exit_hctx)
		q->mq_ops->exit_hctx(hctx, 0);
	unoops_free(hctx);
}

void blk_put_queue(struct request_queue *q)
{
	if (!--q->unoops_references)
		unoops_free(q);
}
#if UNOOPS_SINCE(6, 0)
void blk_mq_destroy_queue(struct request_queue *q)
{
	kill_queue(q);
	exit_mq_queue(q);
}
#else
void blk_cleanup_queue(struct request_queue *q)
{
	kill_queue(q);
	exit_mq_queue(q);
	blk_put_queue(q);
}
#endif

void blk_freeze_queue_start(struct request_queue *q) { q->unoops_frozen++; }
void blk_mq_freeze_queue_wait(struct request_queue *q) { drain_queue(q); }
void unoops_freeze_queue(struct request_queue *q, bool freeze)
{
	if (!freeze) {
		q->unoops_frozen--;
		return;
	}
	blk_freeze_queue_start(q);
	blk_mq_freeze_queue_wait(q);
}
void blk_mq_quiesce_queue(struct request_queue *q)
{
	q->unoops_quiesced++;
	synchronize_rcu();
}
void blk_mq_unquiesce_queue(struct request_queue *q) { q->unoops_quiesced--; }

/* --- requests --------------------------------------------------------------------------- */

void bio_endio(struct bio *bio)
{
	if (bio->bi_end_io)
		bio->bi_end_io(bio);
}

static struct request *new_request(struct request_queue *q, struct gendisk *disk, struct bio *bio)
{
	struct request *rq = unoops_alloc(sizeof(*rq) + (q->tag_set ? q->tag_set->cmd_size : 0), "request");

	rq->q = q;
	rq->mq_hctx = q->unoops_hctx;
	rq->bio = bio;
	rq->__sector = bio->bi_iter.bi_sector;
	rq->__data_len = bio->bi_iter.bi_size;
#if UNOOPS_SINCE(4, 8)
	rq->cmd_flags = bio->bi_opf;
#else
	rq->cmd_flags = bio->bi_rw;
#endif
#if !UNOOPS_SINCE(5, 17)
	rq->rq_disk = disk;
#endif
	INIT_LIST_HEAD(&rq->queuelist);
	if (q->mq_ops && q->mq_ops->init_request)
		q->mq_ops->init_request(q->tag_set, rq, 0, 0);
	return rq;
}

static bool is_busy(blk_status_t status)
{
#if UNOOPS_SINCE(4, 13)
	return status == BLK_STS_RESOURCE || status == BLK_STS_DEV_RESOURCE;
#else
	return status == BLK_MQ_RQ_QUEUE_BUSY;
#endif
}

/* queue_rq() may not sleep, unless the driver says that it does. Who is busy is asked again. */
static void dispatch_request(struct request *rq)
{
	struct request_queue *q = rq->q;
	bool blocking = q->tag_set->flags & BLK_MQ_F_BLOCKING;
	struct blk_mq_queue_data bd = { .rq = rq, .last = true };
	blk_status_t status;

	for (;;) {
		unoops_block(&q->unoops_quiesced, ~0u, 0);
		if (!blocking)
			rcu_read_lock();
		status = q->mq_ops->queue_rq(q->unoops_hctx, &bd);
		if (!blocking)
			rcu_read_unlock();
		if (!is_busy(status))
			break;
		unoops_yield();
	}
	if (status)
		blk_mq_end_request(rq, status);
}

bool blk_update_request(struct request *rq, blk_status_t error, unsigned int bytes)
{
	struct bio *bio = rq->bio;

	if (bytes > rq->__data_len)
		bytes = rq->__data_len;
	rq->__data_len -= bytes;
	rq->__sector += bytes >> SECTOR_SHIFT;
	if (bio) {
#if UNOOPS_SINCE(4, 13)
		if (error)
			bio->bi_status = error;
#else
		if (error)
			bio->bi_error = error;
#endif
		unoops_bvec_advance(bio, &bio->bi_iter, bytes);
	}
	if (rq->__data_len)
		return true;
	rq->bio = NULL;
	if (bio)
		bio_endio(bio);
	return false;
}

static void free_request(struct request *rq)
{
	struct request_queue *q = rq->q;

	if (q->mq_ops && q->mq_ops->exit_request)
		q->mq_ops->exit_request(q->tag_set, rq, 0);
	unoops_free(rq);
	leave_queue(q);
}

void blk_mq_start_request(struct request *rq)
{
	if (rq->unoops_started)
		unoops_warn("block/blk-mq.c", __LINE__, "a request is started that is under way");
	rq->unoops_started = true;
}
void __blk_mq_end_request(struct request *rq, blk_status_t error) { free_request(rq); }
void blk_mq_end_request(struct request *rq, blk_status_t error)
{
	if (blk_update_request(rq, error, blk_rq_bytes(rq)))
		unoops_trap(UNOOPS_BUG, rq, "a request does not end");
	__blk_mq_end_request(rq, error);
}
void unoops_complete_request(struct request *rq)
{
	if (rq->q->mq_ops->complete)
		rq->q->mq_ops->complete(rq);
	else
		blk_mq_end_request(rq, rq->errors);
}

/* It is queued again later, by a work item of the kernel's. */
static void requeue_request(struct happening *h);
struct requeued {
	struct happening later;
	struct request *rq;
};
void blk_mq_requeue_request(struct request *rq, bool kick)
{
	struct requeued *requeued = unoops_new_happening(sizeof(*requeued), requeue_request, "requeue", 1);

	rq->unoops_started = false;
	requeued->rq = rq;
	unoops_expect(&requeued->later);
}
static void requeue_request(struct happening *h)
{
	struct task_struct *tsk = unoops_enter_process("kworker");

	tsk->mm = NULL;
	dispatch_request(((struct requeued *)h)->rq);
	unoops_leave_process(tsk);
	h->off = true;
}

#if !UNOOPS_SINCE(4, 21)
struct request_queue *blk_init_queue(request_fn_proc *fn, spinlock_t *lock)
{
	struct request_queue *q = unoops_alloc_queue(NULL);

	if (IS_ERR(q))
		return NULL;
	q->request_fn = fn;
	if (lock)
		q->queue_lock = lock;
	return q;
}
struct request *blk_peek_request(struct request_queue *q)
{
	return list_empty(&q->queue_head) ? NULL : list_first_entry(&q->queue_head, struct request, queuelist);
}
void blk_start_request(struct request *rq) { list_del_init(&rq->queuelist); }
struct request *blk_fetch_request(struct request_queue *q)
{
	struct request *rq = blk_peek_request(q);

	if (rq)
		blk_start_request(rq);
	return rq;
}
bool __blk_end_request(struct request *rq, blk_status_t error, unsigned int bytes)
{
	if (blk_update_request(rq, error, bytes))
		return true;
	free_request(rq);
	return false;
}
bool blk_end_request(struct request *rq, blk_status_t error, unsigned int bytes)
{
	spinlock_t *lock = rq->q->queue_lock;
	unsigned long flags;
	bool more;

	spin_lock_irqsave(lock, flags);
	more = __blk_end_request(rq, error, bytes);
	spin_unlock_irqrestore(lock, flags);
	return more;
}
#endif

/* submit_bio(): a request lasts until it ends; a driver of bios holds the queue only while it is called. */
static void submit_to_disk(struct gendisk *disk, struct bio *bio)
{
	struct request_queue *q = disk->queue;

	if (!enter_queue(q)) {
		bio_io_error(bio);
	} else if (q->mq_ops) {
		dispatch_request(new_request(q, disk, bio));
	} else if (q->request_fn) {
		struct request *rq = new_request(q, disk, bio);

		spin_lock_irq(q->queue_lock);
		list_add_tail(&rq->queuelist, &q->queue_head);
		q->request_fn(q);
		spin_unlock_irq(q->queue_lock);
	} else {
#if UNOOPS_SINCE(5, 9)
		disk->fops->submit_bio(bio);
#else
		q->make_request_fn(q, bio);
#endif
		leave_queue(q);
	}
}

/* --- who reads and writes ---------------------------------------------------------------- */

struct page_transfer {
	struct bio bio;
	struct bio_vec vec;
	unsigned int done;
};
static void transfer_is_done(struct bio *bio) { ((struct page_transfer *)bio->bi_private)->done = 1; }

static void transfer_page(struct gendisk *disk, unsigned int op, sector_t sector)
{
	struct page_transfer *t = unoops_alloc(sizeof(*t), "bio");
	void *page = unoops_alloc(PAGE_SIZE, "page");
	unsigned int size = min_t(sector_t, PAGE_SIZE, (get_capacity(disk) - sector) << SECTOR_SHIFT);

	t->vec = (struct bio_vec){ .bv_page = virt_to_page(page), .bv_len = size };
	t->bio = (struct bio){ .bi_bdev = &disk->unoops_part0, .bi_vcnt = 1, .bi_max_vecs = 1, .bi_io_vec = &t->vec,
			       .bi_iter = { .bi_sector = sector, .bi_size = size }, .bi_end_io = transfer_is_done, .bi_private = t };
#if UNOOPS_SINCE(4, 14)
	t->bio.bi_disk = disk;
#endif
#if UNOOPS_SINCE(4, 8)
	t->bio.bi_opf = op;
#else
	t->bio.bi_rw = op;
#endif
	submit_to_disk(disk, &t->bio);
	unoops_block(&t->done, ~0u, 1);
	unoops_free(page);
	unoops_free(t);
}

static int open_disk(struct gendisk *disk)
{
	int err = 0;

	mutex_lock(&disk->open_mutex);
	if (disk->fops->open)
#if UNOOPS_SINCE(6, 5)
		err = disk->fops->open(disk, BLK_OPEN_READ | BLK_OPEN_WRITE);
#else
		err = disk->fops->open(&disk->unoops_part0, FMODE_READ | FMODE_WRITE);
#endif
	mutex_unlock(&disk->open_mutex);
	return err;
}
static void close_disk(struct gendisk *disk)
{
	mutex_lock(&disk->open_mutex);
	if (disk->fops->release)
#if UNOOPS_SINCE(6, 5)
		disk->fops->release(disk);
#else
		disk->fops->release(disk, FMODE_READ | FMODE_WRITE);
#endif
	mutex_unlock(&disk->open_mutex);
}

static void ask_disk(struct gendisk *disk)
{
	unsigned int known = unoops_constants(disk->fops->ioctl, -1), picked = unoops_choose(known + 1, "");
	unsigned int cmd = picked < known ? unoops_constants(disk->fops->ioctl, picked) : ~0u;

	unoops_tellf("ioctl(/dev/%s, %#x)", disk->disk_name, cmd);
	(void)unoops_call_fn(disk->fops->ioctl, &disk->unoops_part0, BLK_OPEN_READ | BLK_OPEN_WRITE, cmd, USER_PAGE(USER_ONE));
}

static void use_open_disk(struct gendisk *disk)
{
	sector_t capacity = get_capacity(disk);
	unsigned int picked = unoops_choose(disk->fops->ioctl ? 4 : 3, "");

	if (picked == 3) {
		ask_disk(disk);
	} else if (capacity) {
		unoops_tellf("dd %s=/dev/%s count=1 bs=4k", picked ? "if" : "of", disk->disk_name);
		transfer_page(disk, picked ? REQ_OP_READ : REQ_OP_WRITE, picked < 2 || capacity <= PAGE_SECTORS ? 0 : capacity - PAGE_SECTORS);
	}
}

static void use_disk(struct happening *h)
{
	struct disk_use *use = (struct disk_use *)h;
	struct gendisk *disk = use->disk;
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	if (!use->gone && try_module_get(disk->fops->owner)) {
		struct module *owner = disk->fops->owner;

		get_device(disk_to_dev(disk));
		if (!open_disk(disk)) {
			use_open_disk(disk);
			close_disk(disk);
		}
		put_device(disk_to_dev(disk));
		module_put(owner);
	}
	unoops_end_session(tsk, seat);
}

/* --- disks ------------------------------------------------------------------------------ */

static void free_disk(struct device *dev)
{
	struct gendisk *disk = container_of(dev, struct gendisk, unoops_part0.bd_device);

	if (disk->unoops_own_queue && disk->queue)
		exit_mq_queue(disk->queue);
#if UNOOPS_SINCE(5, 18)
	if (disk->fops && disk->fops->free_disk)
		disk->fops->free_disk(disk);
#endif
	if (disk->queue && disk->unoops_holds_queue)
		blk_put_queue(disk->queue);
	unoops_free(disk);
}

struct gendisk *unoops_alloc_disk(int minors)
{
	struct gendisk *disk;

	unoops_check_may_sleep("a disk is made in atomic context");
	if (unoops_fault("alloc_disk"))
		return NULL;
	disk = unoops_alloc(sizeof(*disk), "gendisk");
	disk->minors = minors;
	disk->part0 = &disk->unoops_part0;
	disk->part0->bd_disk = disk;
	mutex_init(&disk->open_mutex);
	disk->part0->bd_device.release = free_disk;
	device_initialize(&disk->part0->bd_device);
	return disk;
}

/* A disk with a queue of its own; until 5.19 the driver cleans that up. */
struct gendisk *unoops_disk_of(struct request_queue *q)
{
	struct gendisk *disk;

	if (IS_ERR(q))
		return ERR_CAST(q);
	disk = unoops_alloc_disk(0);
	if (!disk) {
		exit_mq_queue(q);
		unoops_free(q);
		return ERR_PTR(-ENOMEM);
	}
	disk->queue = q;
	q->disk = disk;
	disk->unoops_own_queue = UNOOPS_SINCE(6, 0);
	disk->unoops_holds_queue = true;
	q->unoops_references += !UNOOPS_SINCE(6, 0);
	return disk;
}

static bool has_partitions(const struct gendisk *disk)
{
#if UNOOPS_SINCE(5, 17)
	return !(disk->flags & (GENHD_FL_NO_PART | GENHD_FL_HIDDEN));
#else
	return !(disk->flags & GENHD_FL_NO_PART_SCAN) && (disk->minors > 1 || disk->flags & GENHD_FL_EXT_DEVT);
#endif
}

static int register_disk(struct gendisk *disk)
{
	struct disk_use *use;

	unoops_check_may_sleep("a disk is added in atomic context");
	if (!disk->queue || !disk->fops)
		unoops_trap(UNOOPS_BUG, disk, "a disk is added that has no queue or no operations");
	if (UNOOPS_SINCE(5, 15) && unoops_fault("add_disk"))
		return -ENOMEM;
	if (!disk->unoops_holds_queue) {
		disk->unoops_holds_queue = true;
		disk->queue->unoops_references++;
	}
	disk->queue->disk = disk;
	disk->part0->bd_queue = disk->queue;
	use = unoops_new_deed(sizeof(*use), use_disk);
	use->disk = disk;
	list_add_tail(&use->entry, &disk_uses);
	unoops_expect(&use->session);
	if (get_capacity(disk) && has_partitions(disk) && !open_disk(disk)) {
		transfer_page(disk, REQ_OP_READ, 0);
		close_disk(disk);
	}
	return 0;
}
#if UNOOPS_SINCE(5, 15)
int add_disk(struct gendisk *disk) { return register_disk(disk); }
#else
void add_disk(struct gendisk *disk) { register_disk(disk); }
#endif

void del_gendisk(struct gendisk *disk)
{
	struct disk_use *use;

	unoops_check_may_sleep("del_gendisk() in atomic context");
	list_for_each_entry(use, &disk_uses, entry)
		if (use->disk == disk) {
			list_del(&use->entry);
			mutex_lock(&disk->open_mutex);
			use->gone = true;
			mutex_unlock(&disk->open_mutex);
			unoops_call_off(&use->session, false);
			if (UNOOPS_SINCE(5, 15))
				kill_queue(disk->queue);
			return;
		}
}
void put_disk(struct gendisk *disk)
{
	if (disk)
		put_device(disk_to_dev(disk));
}
#if UNOOPS_SINCE(5, 14) && !UNOOPS_SINCE(6, 0)
void blk_cleanup_disk(struct gendisk *disk)
{
	blk_cleanup_queue(disk->queue);
	put_disk(disk);
}
#endif
