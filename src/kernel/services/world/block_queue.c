/* SPDX-License-Identifier: MIT */
/*
 * block/blk-core.c, blk-mq.c, bio.c; 4.4 ... 7.2. Queues of block devices, and requests on their way through them. Who cleans up a queue waits for
 * requests that have not ended.
 */
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include "block.h"

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
void blk_mq_free_tag_set(struct blk_mq_tag_set *set) { unoops_look_at(set->nr_hw_queues); }

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
void unoops_kill_queue(struct request_queue *q)
{
	q->unoops_dying = true;
	q->unoops_frozen = 0;
	drain_queue(q);
}

void unoops_exit_mq_queue(struct request_queue *q)
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
	unoops_kill_queue(q);
	unoops_exit_mq_queue(q);
}
#else
void blk_cleanup_queue(struct request_queue *q)
{
	unoops_kill_queue(q);
	unoops_exit_mq_queue(q);
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
		unoops_warn("block/blk-mq.c", 0, "a request is started that is under way");
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
	struct task_struct *tsk = unoops_enter_worker("kworker");

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
void unoops_submit_to_disk(struct gendisk *disk, struct bio *bio)
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
