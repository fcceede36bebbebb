/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RTMUTEX_H
#define _LINUX_RTMUTEX_H

/*
 * kernel/locking/rtmutex_api.c, 5.10 to 7.2: whom it waits for gets the waiter's priority, which the model has none of; in all else a
 * mutex.
 */
#include <linux/mutex.h>
#include <linux/linkage.h>
#include <linux/list.h>
#include <linux/rbtree.h>

struct rt_mutex {
	struct mutex unoops_mutex;
};
#define __RT_MUTEX_INITIALIZER(name)	{ .unoops_mutex = __MUTEX_INITIALIZER((name).unoops_mutex) }
#define DEFINE_RT_MUTEX(name)		struct rt_mutex name = __RT_MUTEX_INITIALIZER(name)

#define __rt_mutex_init(lock, name, key)	__mutex_init(&(lock)->unoops_mutex, name, key)
#define rt_mutex_init(lock)			__mutex_init(&(lock)->unoops_mutex, #lock, NULL)
#define rt_mutex_lock(lock)			mutex_lock(&(lock)->unoops_mutex)
#define rt_mutex_lock_nested(lock, subclass)	rt_mutex_lock(lock)
#define rt_mutex_lock_interruptible(lock)	mutex_lock_interruptible(&(lock)->unoops_mutex)
#define rt_mutex_trylock(lock)			mutex_trylock(&(lock)->unoops_mutex)
#define rt_mutex_unlock(lock)			mutex_unlock(&(lock)->unoops_mutex)
#if UNOOPS_SINCE(5, 15)
#define rt_mutex_lock_killable(lock)		mutex_lock_killable(&(lock)->unoops_mutex)
#else
#define rt_mutex_destroy(lock)			mutex_destroy(&(lock)->unoops_mutex)
static __always_inline int rt_mutex_is_locked(struct rt_mutex *lock) { return mutex_is_locked(&lock->unoops_mutex); }
#endif

#endif
