/* SPDX-License-Identifier: MIT */
/* What a disk asks of its queue. */
#ifndef UNOOPS_BLOCK_H
#define UNOOPS_BLOCK_H

#include <linux/blk-mq.h>
#include "user.h"

/* A request lasts until it ends; a driver of bios holds the queue only while it is called. */
void unoops_submit_to_disk(struct gendisk *disk, struct bio *bio);
/* Nobody enters it any more, and requests that have not ended are waited for. */
void unoops_kill_queue(struct request_queue *q);
void unoops_exit_mq_queue(struct request_queue *q);

#endif
