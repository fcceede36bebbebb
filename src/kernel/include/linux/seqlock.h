/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SEQLOCK_H
#define _LINUX_SEQLOCK_H

#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <linux/lockdep.h>

/*
 * A writer makes the count odd; a reader waits for even and looks again afterwards. The count wraps around early, so that a lock that is
 * used for ever comes back to where it was; a reader that slept through four whole writes would not notice.
 */
typedef struct seqcount { unsigned int sequence; } seqcount_t;
typedef struct { seqcount_t seqcount; spinlock_t lock; } seqlock_t;
#define SEQCNT_ZERO(name)	{ 0 }
#define __SEQLOCK_UNLOCKED(name) { { 0 }, { { 0 } } }
#define DEFINE_SEQLOCK(name)	seqlock_t name = __SEQLOCK_UNLOCKED(name)
#define seqcount_init(s)	((s)->sequence = 0)
#define seqlock_init(l)		do { seqcount_init(&(l)->seqcount); spin_lock_init(&(l)->lock); } while (0)
#define unoops_seqcount_step(s)	WRITE_ONCE((s)->sequence, ((s)->sequence + 1) % 8)
#define read_seqcount_begin(s)							\
({										\
	unsigned int __seq;							\
	while ((__seq = READ_ONCE((s)->sequence)) & 1)				\
		cpu_relax();							\
	__seq;									\
})
#define read_seqcount_retry(s, start) (READ_ONCE((s)->sequence) != (start))
#define write_seqcount_begin(s)	do { preempt_disable(); unoops_seqcount_step(s); } while (0)
#define write_seqcount_end(s)	do { unoops_seqcount_step(s); preempt_enable(); } while (0)
#define read_seqbegin(l)	read_seqcount_begin(&(l)->seqcount)
#define read_seqretry(l, start)	read_seqcount_retry(&(l)->seqcount, start)
#define write_seqlock(l)	do { spin_lock(&(l)->lock); write_seqcount_begin(&(l)->seqcount); } while (0)
#define write_sequnlock(l)	do { write_seqcount_end(&(l)->seqcount); spin_unlock(&(l)->lock); } while (0)
#define write_seqlock_irqsave(l, flags)	do { spin_lock_irqsave(&(l)->lock, flags); write_seqcount_begin(&(l)->seqcount); } while (0)
#define write_sequnlock_irqrestore(l, flags) do { write_seqcount_end(&(l)->seqcount); spin_unlock_irqrestore(&(l)->lock, flags); } while (0)

#endif
