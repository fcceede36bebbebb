/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NOTIFIER_H
#define _LINUX_NOTIFIER_H

#include <linux/errno.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>

/* kernel/notifier.c; 4.4 ... 7.2. */
struct notifier_block;
typedef int (*notifier_fn_t)(struct notifier_block *nb, unsigned long action, void *data);
struct notifier_block {
	notifier_fn_t notifier_call;
	struct notifier_block *next;
	int priority;
};
struct raw_notifier_head { struct notifier_block *head; };
struct atomic_notifier_head { spinlock_t lock; struct notifier_block *head; };
struct blocking_notifier_head { struct rw_semaphore rwsem; struct notifier_block *head; };
struct srcu_notifier_head { struct rw_semaphore rwsem; struct notifier_block *head; };
#define RAW_NOTIFIER_INIT(name)		{ .head = NULL }
#define ATOMIC_NOTIFIER_INIT(name)	{ .head = NULL }
#define BLOCKING_NOTIFIER_INIT(name)	{ .rwsem = __RWSEM_INITIALIZER((name).rwsem), .head = NULL }
#define RAW_NOTIFIER_HEAD(name)		struct raw_notifier_head name = RAW_NOTIFIER_INIT(name)
#define ATOMIC_NOTIFIER_HEAD(name)	struct atomic_notifier_head name = ATOMIC_NOTIFIER_INIT(name)
#define BLOCKING_NOTIFIER_HEAD(name)	struct blocking_notifier_head name = BLOCKING_NOTIFIER_INIT(name)
#define RAW_INIT_NOTIFIER_HEAD(h)	((h)->head = NULL)
#define ATOMIC_INIT_NOTIFIER_HEAD(h)	do { spin_lock_init(&(h)->lock); (h)->head = NULL; } while (0)
#define BLOCKING_INIT_NOTIFIER_HEAD(h)	do { init_rwsem(&(h)->rwsem); (h)->head = NULL; } while (0)

#define UNOOPS_NOTIFIER_CHAIN(kind)							\
int kind##_notifier_chain_register(struct kind##_notifier_head *nh, struct notifier_block *nb); \
int kind##_notifier_chain_unregister(struct kind##_notifier_head *nh, struct notifier_block *nb); \
int kind##_notifier_call_chain(struct kind##_notifier_head *nh, unsigned long action, void *data);
UNOOPS_NOTIFIER_CHAIN(raw)
UNOOPS_NOTIFIER_CHAIN(atomic)
UNOOPS_NOTIFIER_CHAIN(blocking)

#define NOTIFY_DONE		0x0000
#define NOTIFY_OK		0x0001
#define NOTIFY_STOP_MASK	0x8000
#define NOTIFY_BAD		(NOTIFY_STOP_MASK | 0x0002)
#define NOTIFY_STOP		(NOTIFY_OK | NOTIFY_STOP_MASK)
#define notifier_from_errno(err)	((err) ? NOTIFY_STOP_MASK | (NOTIFY_OK - (err)) : NOTIFY_OK)
static __always_inline int notifier_to_errno(int ret)
{
	ret &= ~NOTIFY_STOP_MASK;
	return ret > NOTIFY_OK ? NOTIFY_OK - ret : 0;
}

int register_module_notifier(struct notifier_block *nb);
int unregister_module_notifier(struct notifier_block *nb);

#endif
