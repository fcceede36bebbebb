/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

#include <linux/list.h>
#include <linux/spinlock_types.h>
#include <linux/cleanup.h>
#include <linux/lockdep.h>

/*
 * Counts as rwlock_t does: readers, or UNOOPS_RWSEM_WRITER. `waiters`: see struct mutex. `holder` is the writer, or the reader who came to a
 * free lock; of several readers the others are not known. The machine reads it.
 */
#define UNOOPS_RWSEM_WRITER	0x80000000u
struct rw_semaphore {
	struct task_struct *holder;	/* comes first, as a mutex's owner: machine/wait-circle.ts looks there */
	volatile unsigned int count;
	struct unoops_lock_waiters waiters;
	unsigned int unoops_last;	/* only unlocking looks at it */
};
#define __RWSEM_INITIALIZER(name) { .count = 0, .waiters = UNOOPS_LOCK_WAITERS_INIT((name).waiters) }
#define DECLARE_RWSEM(name)	struct rw_semaphore name = __RWSEM_INITIALIZER(name)

void __init_rwsem(struct rw_semaphore *sem, const char *name, struct lock_class_key *key);
#define init_rwsem(sem)		__init_rwsem(sem, #sem, NULL)
void down_read(struct rw_semaphore *sem);
#if UNOOPS_SINCE(5, 10)	/* 5.11, and the updates of 5.10 */
int __must_check down_read_interruptible(struct rw_semaphore *sem);
#endif
int __must_check down_read_killable(struct rw_semaphore *sem);
int down_read_trylock(struct rw_semaphore *sem);
void up_read(struct rw_semaphore *sem);
void down_write(struct rw_semaphore *sem);
int __must_check down_write_killable(struct rw_semaphore *sem);
int down_write_trylock(struct rw_semaphore *sem);
void up_write(struct rw_semaphore *sem);
void downgrade_write(struct rw_semaphore *sem);
#define down_read_nested(sem, subclass)		down_read(sem)
#define down_write_nested(sem, subclass)	down_write(sem)
static __always_inline int rwsem_is_locked(struct rw_semaphore *sem) { return READ_ONCE(sem->count) != 0; }

#if UNOOPS_HAS_CLEANUP_H
DEFINE_GUARD(rwsem_read, struct rw_semaphore *, down_read(_T), up_read(_T))
DEFINE_GUARD(rwsem_write, struct rw_semaphore *, down_write(_T), up_write(_T))
#endif

#endif
