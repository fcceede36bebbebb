/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BLK_MQ_H
#define _LINUX_BLK_MQ_H

#include <linux/blkdev.h>
#include <linux/numa.h>

/* block/blk-mq.c; 4.4 ... 7.2. */
struct blk_mq_hw_ctx { struct request_queue *queue; void *driver_data; unsigned int queue_num, numa_node; unsigned long flags; };
struct blk_mq_queue_data { struct request *rq; bool last; };
#if !UNOOPS_SINCE(4, 13)
#define BLK_MQ_RQ_QUEUE_OK	0
#define BLK_MQ_RQ_QUEUE_BUSY	1
#define BLK_MQ_RQ_QUEUE_ERROR	2
#endif
enum blk_eh_timer_return { BLK_EH_DONE, BLK_EH_RESET_TIMER };
struct blk_mq_ops {
	blk_status_t (*queue_rq)(struct blk_mq_hw_ctx *hctx, const struct blk_mq_queue_data *bd);
	void (*commit_rqs)(struct blk_mq_hw_ctx *hctx);
#if UNOOPS_SINCE(6, 1)
	enum blk_eh_timer_return (*timeout)(struct request *rq);
#else
	enum blk_eh_timer_return (*timeout)(struct request *rq, bool reserved);
#endif
	void (*complete)(struct request *rq);
	int (*init_hctx)(struct blk_mq_hw_ctx *hctx, void *driver_data, unsigned int index);
	void (*exit_hctx)(struct blk_mq_hw_ctx *hctx, unsigned int index);
	int (*init_request)(struct blk_mq_tag_set *set, struct request *rq, unsigned int index, unsigned int node);
	void (*exit_request)(struct blk_mq_tag_set *set, struct request *rq, unsigned int index);
#if !UNOOPS_SINCE(4, 11)
	struct blk_mq_hw_ctx *(*map_queue)(struct request_queue *q, const int cpu);
#endif
};
#if !UNOOPS_SINCE(4, 11)
struct blk_mq_hw_ctx *blk_mq_map_queue(struct request_queue *q, const int cpu);
#endif
struct blk_mq_tag_set {
	const struct blk_mq_ops *ops;
	unsigned int nr_maps, nr_hw_queues, queue_depth, reserved_tags, cmd_size, timeout, flags;
	int numa_node;
	void *driver_data;
	unsigned int unoops_queues;
};
#if !UNOOPS_SINCE(6, 14)
#define BLK_MQ_F_SHOULD_MERGE	(1 << 0)
#endif
#define BLK_MQ_F_BLOCKING	(1 << 5)
#define BLK_MQ_F_NO_SCHED	(1 << 6)
int blk_mq_alloc_tag_set(struct blk_mq_tag_set *set);
void blk_mq_free_tag_set(struct blk_mq_tag_set *set);
struct request_queue *unoops_alloc_mq_queue(struct blk_mq_tag_set *set, void *queuedata);
#if UNOOPS_SINCE(6, 9)
#define blk_mq_alloc_queue(set, lim, data)	((void)(lim), unoops_alloc_mq_queue(set, data))
#define blk_mq_alloc_disk(set, lim, data)	((void)(lim), unoops_disk_of(unoops_alloc_mq_queue(set, data)))
#else
#define blk_mq_init_queue(set)			unoops_alloc_mq_queue(set, NULL)
#if UNOOPS_SINCE(5, 14)
#define blk_mq_alloc_disk(set, data)		unoops_disk_of(unoops_alloc_mq_queue(set, data))
#endif
#endif
#if UNOOPS_SINCE(4, 20) && !UNOOPS_SINCE(5, 15)
struct request_queue *blk_mq_init_sq_queue(struct blk_mq_tag_set *set, const struct blk_mq_ops *ops, unsigned int depth, unsigned int flags);
#endif
#if UNOOPS_SINCE(6, 0)
void blk_mq_destroy_queue(struct request_queue *q);
#endif
void blk_mq_start_request(struct request *rq);
void blk_mq_end_request(struct request *rq, blk_status_t error);
void __blk_mq_end_request(struct request *rq, blk_status_t error);
void unoops_complete_request(struct request *rq);
#if UNOOPS_SINCE(4, 14)
#define blk_mq_complete_request(rq)		unoops_complete_request(rq)
#else
#define blk_mq_complete_request(rq, error)	((rq)->errors = (error), unoops_complete_request(rq))
#endif
void blk_mq_requeue_request(struct request *rq, bool kick);
void blk_mq_freeze_queue_wait(struct request_queue *q);
void blk_freeze_queue_start(struct request_queue *q);
void unoops_freeze_queue(struct request_queue *q, bool freeze);
#define blk_mq_freeze_queue(q)		unoops_freeze_queue(q, true)
#define blk_mq_unfreeze_queue(q, ...)	unoops_freeze_queue(q, false)
void blk_mq_quiesce_queue(struct request_queue *q);
void blk_mq_unquiesce_queue(struct request_queue *q);
static __always_inline void blk_mq_start_stopped_hw_queues(struct request_queue *q, bool async) { (void)q->mq_ops; }
static __always_inline void blk_mq_stop_hw_queue(struct blk_mq_hw_ctx *hctx) { (void)hctx->queue; }
static __always_inline void blk_mq_kick_requeue_list(struct request_queue *q) { (void)q->mq_ops; }
static __always_inline void *blk_mq_rq_to_pdu(struct request *rq) { return rq + 1; }
static __always_inline struct request *blk_mq_rq_from_pdu(void *pdu) { return pdu - sizeof(struct request); }

#endif
