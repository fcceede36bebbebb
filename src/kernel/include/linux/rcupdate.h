/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RCUPDATE_H
#define _LINUX_RCUPDATE_H

#include <linux/types.h>
#include <linux/cleanup.h>
#include <linux/preempt.h>
#include <linux/irqflags.h>
#include <linux/bottom_half.h>
#include <linux/atomic.h>

void __rcu_read_lock(void);
void __rcu_read_unlock(void);
void synchronize_rcu(void);
void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head));
void rcu_barrier(void);
void kfree_call_rcu(struct rcu_head *head, void *ptr);
void unoops_kvfree_rcu_mightsleep_call(const void *ptr);

static __always_inline void rcu_read_lock(void) { __rcu_read_lock(); }
static __always_inline void rcu_read_unlock(void) { __rcu_read_unlock(); }
#if UNOOPS_HAS_RCU_FLAVOURS
#define call_rcu_bh(head, func)		call_rcu(head, func)
#define call_rcu_sched(head, func)	call_rcu(head, func)
#define rcu_barrier_bh()		rcu_barrier()
#define rcu_barrier_sched()		rcu_barrier()
#define synchronize_rcu_bh()		synchronize_rcu()
#endif
#define rcu_read_lock_bh()	do { local_bh_disable(); rcu_read_lock(); } while (0)
#define rcu_read_unlock_bh()	do { rcu_read_unlock(); local_bh_enable(); } while (0)
#define rcu_read_lock_sched()	do { preempt_disable(); rcu_read_lock(); } while (0)
#define rcu_read_unlock_sched()	do { rcu_read_unlock(); preempt_enable(); } while (0)
#define rcu_read_lock_held()	1
#define synchronize_rcu_expedited() synchronize_rcu()
#if UNOOPS_HAS_RCU_FLAVOURS
#define synchronize_sched()	synchronize_rcu()
#endif
#define synchronize_net()	synchronize_rcu()

#define RCU_INITIALIZER(v)	(v)
#define RCU_INIT_POINTER(p, v)	WRITE_ONCE(p, v)
#define rcu_assign_pointer(p, v) smp_store_release(&(p), v)
#define rcu_access_pointer(p)	READ_ONCE(p)
#define rcu_dereference(p)	READ_ONCE(p)
#define rcu_dereference_bh(p)	READ_ONCE(p)
#define rcu_dereference_sched(p) READ_ONCE(p)
#define rcu_dereference_raw(p)	READ_ONCE(p)
#define rcu_dereference_check(p, c) READ_ONCE(p)
#define rcu_dereference_protected(p, c) (p)
#define rcu_replace_pointer(p, new, c)						\
	({ typeof(p) __old = (p); rcu_assign_pointer(p, new); __old; })
#define init_rcu_head(head)	do { } while (0)
#define destroy_rcu_head(head)	do { } while (0)

#define rcu_note_context_switch(x)	do { } while (0)
#define rcu_read_lock_bh_held()		1
#define rcu_read_lock_sched_held()	1
#define rcu_pointer_handoff(p)		(p)
#define cond_resched_rcu()		cond_resched()
#define kfree_rcu(ptr, member)							\
	do {									\
		typeof(ptr) __doomed = (ptr);					\
		if (__doomed)							\
			kfree_call_rcu(&__doomed->member, (void *)__doomed);	\
	} while (0)
#define kvfree_rcu(ptr, member)		kfree_rcu(ptr, member)
#if UNOOPS_SINCE(6, 4)
#define kfree_rcu_mightsleep(ptr)	unoops_kvfree_rcu_mightsleep_call(ptr)
#define kvfree_rcu_mightsleep(ptr)	unoops_kvfree_rcu_mightsleep_call(ptr)
#endif

#if UNOOPS_HAS_CLEANUP_H
DEFINE_LOCK_GUARD_0(rcu, rcu_read_lock(), rcu_read_unlock())
#endif

#endif
