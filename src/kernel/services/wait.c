/* SPDX-License-Identifier: MIT */
/* Wait queues: kernel/sched/wait.c, kernel/sched/core.c; 4.4 ... 7.2. */
#include "model.h"

#define LOCK_QUEUE(wq)		unsigned long __flags = _raw_spin_lock_irqsave(&(wq)->lock.rlock)
#define UNLOCK_QUEUE(wq)	_raw_spin_unlock_irqrestore(&(wq)->lock.rlock, __flags)

void __init_waitqueue_head(struct wait_queue_head *wq, const char *name, struct lock_class_key *key)
{
	spin_lock_init(&wq->lock);
	INIT_LIST_HEAD(&wq->head);
}

int default_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	return try_to_wake_up(entry->private, mode);
}

/* Whoever is woken has left the queue. */
int autoremove_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	int woken = default_wake_function(entry, mode, flags, key);

	if (woken)
		list_del_init(&entry->entry);
	return woken;
}

int woken_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	entry->flags |= WQ_FLAG_WOKEN;
	return default_wake_function(entry, mode, flags, key);
}

/* Everyone who is not exclusive, and the first nr who are: they stand at the end. */
static void __wake_up_common(struct wait_queue_head *wq, unsigned int mode, int nr, int flags, void *key)
{
	struct wait_queue_entry *entry, *next;

	list_for_each_entry_safe(entry, next, &wq->head, entry) {
		bool exclusive = entry->flags & WQ_FLAG_EXCLUSIVE;

		if (entry->func(entry, mode, flags, key) && exclusive && !--nr)
			break;
	}
}

void __wake_up(struct wait_queue_head *wq, unsigned int mode, int nr, void *key)
{
	LOCK_QUEUE(wq);
	__wake_up_common(wq, mode, nr, 0, key);
	UNLOCK_QUEUE(wq);
}

void __wake_up_locked(struct wait_queue_head *wq, unsigned int mode, int nr)
{
	__wake_up_common(wq, mode, nr, 0, NULL);
}

void __wake_up_sync(struct wait_queue_head *wq, unsigned int mode)
{
	__wake_up(wq, mode, 1, NULL);
}

void add_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *entry)
{
	LOCK_QUEUE(wq);
	entry->flags &= ~WQ_FLAG_EXCLUSIVE;
	list_add(&entry->entry, &wq->head);
	UNLOCK_QUEUE(wq);
}

void add_wait_queue_exclusive(struct wait_queue_head *wq, struct wait_queue_entry *entry)
{
	LOCK_QUEUE(wq);
	entry->flags |= WQ_FLAG_EXCLUSIVE;
	list_add_tail(&entry->entry, &wq->head);
	UNLOCK_QUEUE(wq);
}

void remove_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *entry)
{
	LOCK_QUEUE(wq);
	list_del(&entry->entry);
	UNLOCK_QUEUE(wq);
}

/* Under the queue's lock: stand in it (again) and say how one sleeps. Returns whether it was empty. */
static bool queue_up(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state)
{
	bool empty = list_empty(&wq->head);

	if (list_empty(&entry->entry)) {
		if (entry->flags & WQ_FLAG_EXCLUSIVE)
			list_add_tail(&entry->entry, &wq->head);
		else
			list_add(&entry->entry, &wq->head);
	}
	set_current_state(state);
	unoops_note(UNOOPS_WAITS, wq, 0);
	return empty;
}

void prepare_to_wait(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state)
{
	LOCK_QUEUE(wq);
	entry->flags &= ~WQ_FLAG_EXCLUSIVE;
	queue_up(wq, entry, state);
	UNLOCK_QUEUE(wq);
}

bool prepare_to_wait_exclusive(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state)
{
	bool empty;
	LOCK_QUEUE(wq);

	entry->flags |= WQ_FLAG_EXCLUSIVE;
	empty = queue_up(wq, entry, state);
	UNLOCK_QUEUE(wq);
	return empty;
}

void init_wait_entry(struct wait_queue_entry *entry, int flags)
{
	entry->flags = flags;
	entry->private = current;
	entry->func = autoremove_wake_function;
	INIT_LIST_HEAD(&entry->entry);
}

/* A signal takes the task out of the queue, so that no exclusive wake-up is lost on it. */
long prepare_to_wait_event(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state)
{
	long err = 0;
	LOCK_QUEUE(wq);

	if (signal_pending_state(state, current)) {
		list_del_init(&entry->entry);
		err = -ERESTARTSYS;
	} else {
		queue_up(wq, entry, state);
	}
	UNLOCK_QUEUE(wq);
	return err;
}

void finish_wait(struct wait_queue_head *wq, struct wait_queue_entry *entry)
{
	__set_current_state(TASK_RUNNING);
	if (!list_empty(&entry->entry)) {
		LOCK_QUEUE(wq);
		list_del_init(&entry->entry);
		UNLOCK_QUEUE(wq);
	}
}

/* Sleeps unless woken since the last call: for conditions that cannot be read in any state. */
long wait_woken(struct wait_queue_entry *entry, unsigned int mode, long timeout)
{
	set_current_state(mode);
	if (!(entry->flags & WQ_FLAG_WOKEN) && !unoops_is_kthread_should_stop())
		timeout = schedule_timeout(timeout);
	__set_current_state(TASK_RUNNING);
	entry->flags &= ~WQ_FLAG_WOKEN;
	return timeout;
}
