/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SPINLOCK_TYPES_H
#define _LINUX_SPINLOCK_TYPES_H

#include <linux/types.h>

typedef struct raw_spinlock { volatile unsigned int locked; } raw_spinlock_t;
typedef struct spinlock { struct raw_spinlock rlock; } spinlock_t;

/* Readers are counted; UNOOPS_RWLOCK_WRITER alone means a writer. */
#define UNOOPS_RWLOCK_WRITER	0x80000000u
typedef struct { volatile unsigned int holders, above; } rwlock_t;

/* Who waits for a sleeping lock and may be called away by a signal: see services/waiters.c. */
struct unoops_lock_waiters {
	raw_spinlock_t lock;
	struct list_head list;
};
#define UNOOPS_LOCK_WAITERS_INIT(name)	{ .list = { &(name).list, &(name).list } }

#define __RAW_SPIN_LOCK_UNLOCKED(name)	(raw_spinlock_t){ 0 }
#define __SPIN_LOCK_UNLOCKED(name)	(spinlock_t){ { 0 } }
#define __RW_LOCK_UNLOCKED(name)	(rwlock_t){ 0 }
#define DEFINE_RAW_SPINLOCK(name)	raw_spinlock_t name = { 0 }
#define DEFINE_SPINLOCK(name)		spinlock_t name = { { 0 } }
#define DEFINE_RWLOCK(name)		rwlock_t name = { 0 }

#endif
