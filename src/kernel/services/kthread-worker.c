/* SPDX-License-Identifier: MIT */
/* kthread_worker: kernel/kthread.c; 4.4 (as queue_kthread_work() and so on) ... 7.2. */
#include <linux/slab.h>
#include <linux/timer.h>
#include "model.h"

#define LOCK_WORKER(worker)	unsigned long __flags = _raw_spin_lock_irqsave(&(worker)->lock)
#define UNLOCK_WORKER(worker)	_raw_spin_unlock_irqrestore(&(worker)->lock, __flags)

void __kthread_init_worker(struct kthread_worker *worker, const char *name, struct lock_class_key *key)
{
	*worker = (struct kthread_worker){ };
	INIT_LIST_HEAD(&worker->work_list);
	INIT_LIST_HEAD(&worker->delayed_work_list);
}

static struct kthread_work *next_work(struct kthread_worker *worker)
{
	struct kthread_work *work;
	LOCK_WORKER(worker);

	work = list_first_entry_or_null(&worker->work_list, struct kthread_work, node);
	if (work)
		list_del_init(&work->node);
	worker->current_work = work;
	UNLOCK_WORKER(worker);
	return work;
}

/* The thread function: all work that is queued, then sleep; leaves when it is stopped. */
int kthread_worker_fn(void *worker_ptr)
{
	struct kthread_worker *worker = worker_ptr;
	struct kthread_work *work;

	worker->task = current;
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		work = next_work(worker);
		if (work) {
			__set_current_state(TASK_RUNNING);
			work->func(work);
			cond_resched();
		} else {
			schedule();
		}
	}
	__set_current_state(TASK_RUNNING);
	worker->task = NULL;
	return 0;
}

/* Before `next` in the worker's list. */
static void insert_work(struct kthread_worker *worker, struct kthread_work *work, struct list_head *next)
{
	list_add_tail(&work->node, next);
	work->worker = worker;
	if (!worker->current_work && worker->task)
		wake_up_process(worker->task);
}

bool kthread_queue_work(struct kthread_worker *worker, struct kthread_work *work)
{
	bool queued;
	LOCK_WORKER(worker);

	queued = list_empty(&work->node) && !work->canceling;
	if (queued)
		insert_work(worker, work, &worker->work_list);
	UNLOCK_WORKER(worker);
	return queued;
}

/* A piece of work that says when it is its turn. */
struct flush_work {
	struct kthread_work work;
	struct completion done;
};

static void flush_fn(struct kthread_work *work)
{
	complete(&container_of(work, struct flush_work, work)->done);
}

static void init_flush(struct flush_work *flush)
{
	__init_work(&flush->work, flush_fn);
	init_completion(&flush->done);
}

void kthread_flush_worker(struct kthread_worker *worker)
{
	struct flush_work flush;

	init_flush(&flush);
	kthread_queue_work(worker, &flush.work);
	wait_for_completion(&flush.done);
}

/* Until this work, if it is queued or running, is done. */
void kthread_flush_work(struct kthread_work *work)
{
	struct kthread_worker *worker = work->worker;
	struct flush_work flush;
	bool pending;

	might_sleep();
	if (!worker)
		return;
	init_flush(&flush);
	{
		LOCK_WORKER(worker);
		pending = !list_empty(&work->node) || worker->current_work == work;
		if (pending)
			insert_work(worker, &flush.work,
				    list_empty(&work->node) ? worker->work_list.next : work->node.next);
		UNLOCK_WORKER(worker);
	}
	if (pending)
		wait_for_completion(&flush.done);
}

#if UNOOPS_KTHREAD_WORKER_NAMES
/* The delay of a piece of work is over: from the delayed list to those that are due. */
static void kthread_work_is_due(struct kthread_delayed_work *dwork)
{
	struct kthread_work *work = &dwork->work;
	struct kthread_worker *worker = work->worker;

	if (!worker)
		return;
	LOCK_WORKER(worker);
	list_del_init(&work->node);
	if (!work->canceling)
		insert_work(worker, work, &worker->work_list);
	UNLOCK_WORKER(worker);
}

#if UNOOPS_TIMER_TAKES_DATA
void kthread_delayed_work_timer_fn(unsigned long data) { kthread_work_is_due((struct kthread_delayed_work *)data); }
#else
void kthread_delayed_work_timer_fn(struct timer_list *timer)
{
	kthread_work_is_due(container_of(timer, struct kthread_delayed_work, timer));
}
#endif

/* With the worker's lock. */
static void __kthread_queue_delayed_work(struct kthread_worker *worker, struct kthread_delayed_work *dwork, unsigned long delay)
{
	if (!delay) {
		insert_work(worker, &dwork->work, &worker->work_list);
		return;
	}
	list_add(&dwork->work.node, &worker->delayed_work_list);
	dwork->work.worker = worker;
	mod_timer(&dwork->timer, jiffies + delay);
}

bool kthread_queue_delayed_work(struct kthread_worker *worker, struct kthread_delayed_work *dwork, unsigned long delay)
{
	bool queued;
	LOCK_WORKER(worker);

	queued = list_empty(&dwork->work.node) && !dwork->work.canceling;
	if (queued)
		__kthread_queue_delayed_work(worker, dwork, delay);
	UNLOCK_WORKER(worker);
	return queued;
}

/* Off the list it is in. The timer waits for the worker's lock: the lock is open while the timer is waited for. */
static bool take_kthread_work(struct kthread_worker *worker, struct kthread_work *work, struct timer_list *timer)
{
	bool pending;

	if (timer) {
		work->canceling++;
		unoops_delete_timer_sync(timer);
		work->canceling--;
	}
	LOCK_WORKER(worker);
	pending = !list_empty(&work->node);
	list_del_init(&work->node);
	UNLOCK_WORKER(worker);
	return pending;
}

bool kthread_mod_delayed_work(struct kthread_worker *worker, struct kthread_delayed_work *dwork, unsigned long delay)
{
	bool pending = dwork->work.worker && take_kthread_work(worker, &dwork->work, &dwork->timer);

	kthread_queue_delayed_work(worker, dwork, delay);
	return pending;
}

static bool __kthread_cancel_work_sync(struct kthread_work *work, struct timer_list *timer)
{
	struct kthread_worker *worker = work->worker;
	bool pending;

	might_sleep();
	if (!worker)
		return false;
	work->canceling++;
	pending = take_kthread_work(worker, work, timer);
	kthread_flush_work(work);
	work->canceling--;
	return pending;
}

bool kthread_cancel_work_sync(struct kthread_work *work)
{
	return __kthread_cancel_work_sync(work, NULL);
}

bool kthread_cancel_delayed_work_sync(struct kthread_delayed_work *dwork)
{
	return __kthread_cancel_work_sync(&dwork->work, &dwork->timer);
}

/* kthread_worker_fn() leaves as soon as it is asked to: what is queued must be done before. */
void kthread_destroy_worker(struct kthread_worker *worker)
{
	struct task_struct *task = worker->task;

	if (!task) {
		unoops_warn("kernel/kthread.c", 0, "kthread_destroy_worker() of a worker without a thread");
		return;
	}
	kthread_flush_worker(worker);
	kthread_stop(task);
	if (!list_empty(&worker->work_list) || !list_empty(&worker->delayed_work_list))
		unoops_warn("kernel/kthread.c", 0, "kthread_destroy_worker() with work still queued");
	kfree(worker);
}

static struct kthread_worker *create_worker(const char *name)
{
	struct kthread_worker *worker = kzalloc(sizeof(*worker), GFP_KERNEL);
	struct task_struct *task;

	if (!worker)
		return ERR_PTR(-ENOMEM);
	__init_worker(worker);
	task = kthread_create(kthread_worker_fn, worker, "%s", name);
	if (IS_ERR(task)) {
		kfree(worker);
		return ERR_CAST(task);
	}
	worker->task = task;
	return worker;
}

/* Created asleep from 6.14 on, already running before. */
#if UNOOPS_KTHREAD_RUN_WORKER
struct kthread_worker *kthread_create_worker_on_node(unsigned int flags, int node, const char namefmt[], ...)
#else
struct kthread_worker *kthread_create_worker(unsigned int flags, const char namefmt[], ...)
#endif
{
	struct kthread_worker *worker;
	char name[TASK_COMM_LEN];
	va_list args;

	va_start(args, namefmt);
	vsnprintf(name, sizeof(name), namefmt, args);
	va_end(args);
	worker = create_worker(name);
	if (!UNOOPS_KTHREAD_RUN_WORKER && !IS_ERR(worker))
		wake_up_process(worker->task);
	return worker;
}
#endif
