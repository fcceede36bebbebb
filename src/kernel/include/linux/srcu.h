/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SRCU_H
#define _LINUX_SRCU_H

#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

/* kernel/rcu/srcutree.c; 4.4 ... 7.2. Readers may sleep; they are counted. */
struct srcu_struct {
	unsigned int unoops_readers;
	unsigned int unoops_callbacks;		/* that have not returned */
};
#define DEFINE_SRCU(name)		struct srcu_struct name
#define DEFINE_STATIC_SRCU(name)	static struct srcu_struct name
int init_srcu_struct(struct srcu_struct *ssp);
void cleanup_srcu_struct(struct srcu_struct *ssp);
int srcu_read_lock(struct srcu_struct *ssp);
void srcu_read_unlock(struct srcu_struct *ssp, int idx);
void synchronize_srcu(struct srcu_struct *ssp);
#define srcu_dereference(p, ssp)	READ_ONCE(p)
void call_srcu(struct srcu_struct *ssp, struct rcu_head *head, void (*func)(struct rcu_head *head));
void srcu_barrier(struct srcu_struct *ssp);

#endif
