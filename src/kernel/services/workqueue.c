/* SPDX-License-Identifier: MIT */
/*
 * kernel/workqueue.c; 4.4 ... 7.2. Whatever is queued gets a worker of its own, which takes it at any moment; workers run
 * beside one another, as they do on several CPUs. One work item never runs twice at once, and those of an ordered
 * workqueue run one after the other.
 */
#include <linux/workqueue.h>
#include <linux/slab.h>
#include "model.h"

struct workqueue_struct {
	bool ordered;
	bool draining;
	bool in_softirq;	/* WQ_BH */
};

/* A work item from being queued until its function has returned, in the order of queueing. */
struct activation {
	struct list_head entry;
	struct work_struct *work;	/* NULL: cancelled, or the mark of a flush */
	work_func_t func;		/* once it runs */
	struct workqueue_struct *wq;
	int base_count;			/* preempt_count() of the worker; the workqueue may be gone by then */
	bool running;
	unsigned int done;
	unsigned int waiters;
	struct task_struct *worker;
};

static raw_spinlock_t pool_lock;
static LIST_HEAD(activations);

#define LOCK_POOL()	unoops_lock(&pool_lock)
#define UNLOCK_POOL()	raw_spin_unlock(&pool_lock)

static struct workqueue_struct percpu_wq, unbound_wq, other_wq;
#if UNOOPS_HAS_WQ_BH
static struct workqueue_struct bh_wq = { .in_softirq = true };
struct workqueue_struct *system_bh_wq = &bh_wq, *system_bh_highpri_wq = &bh_wq;
#endif
struct workqueue_struct *system_wq = &percpu_wq, *system_unbound_wq = &unbound_wq, *system_long_wq = &other_wq,
	*system_highpri_wq = &other_wq, *system_freezable_wq = &other_wq, *system_power_efficient_wq = &other_wq,
	*system_freezable_power_efficient_wq = &other_wq;
#if UNOOPS_HAS_SYSTEM_PERCPU_WQ
struct workqueue_struct *system_percpu_wq = &percpu_wq, *system_dfl_wq = &unbound_wq;
#endif

/* --- under pool_lock -------------------------------------------------------------------- */

static struct activation *activation_of(const struct work_struct *work, bool running)
{
	struct activation *activation;

	list_for_each_entry(activation, &activations, entry)
		if (activation->work == work && activation->running == running)
			return activation;
	return NULL;
}

static __always_inline void put_activation(struct activation *activation)
{
	if (activation->done && !activation->waiters)
		unoops_free(activation);
}

static void finish_activation(struct activation *activation)
{
	list_del(&activation->entry);
	activation->done = 1;
	put_activation(activation);
}

/* Opens the lock meanwhile. */
static void wait_until_done(struct activation *activation)
{
	activation->waiters++;
	unoops_note(UNOOPS_WAITS, activation, 0);
	UNLOCK_POOL();
	unoops_block(&activation->done, ~0u, 1);
	LOCK_POOL();
	activation->waiters--;
	put_activation(activation);
}

/* Whoever must be done before this one may run: the same work item, or the one before it in an ordered workqueue. */
static struct activation *predecessor_of(const struct activation *self)
{
	struct activation *other;

	list_for_each_entry(other, &activations, entry) {
		if (other == self)
			return NULL;
		if (other->work && (other->work == self->work || (other->wq == self->wq && self->wq->ordered)))
			return other;
	}
	return NULL;
}

/* --- workers ---------------------------------------------------------------------------- */

/* PENDING goes before the function is called: it may queue its own work again, and free it. */
static void process_one_work(struct activation *activation)
{
	struct work_struct *work = activation->work;
	struct task_struct *worker = current;

	activation->func = work->func;
	list_del_init(&work->entry);
	activation->running = true;
	activation->worker = worker;
	atomic_long_and(~WORK_STRUCT_PENDING, &work->data);
	UNLOCK_POOL();
	(void)unoops_call_fn(activation->func, work);
	if (worker->preempt_count != activation->base_count || worker->irqs_off)
		unoops_trap(UNOOPS_BAD_CALL, worker, "a work function returns while a lock is held, or interrupts are off");
	LOCK_POOL();
}

static void worker_thread(struct activation *activation)
{
	struct activation *other;

	LOCK_POOL();
	while (activation->work && (other = predecessor_of(activation)))
		wait_until_done(other);
	if (activation->work)
		process_one_work(activation);
	finish_activation(activation);
	UNLOCK_POOL();
}

/* The whole life of a worker, as far as one work item sees it. */
static void run_worker(void *_activation)
{
	struct activation *activation = _activation;
	struct task_struct *tsk = unoops_alloc(sizeof(*tsk), "kworker");
	struct kthread kthread = { .flags = 0 };

	unoops_act_as(tsk);
	unoops_init_task_usage(tsk);
	unoops_describe_task(tsk);
	unoops_init_kthread(tsk, &kthread);
	tsk->preempt_count = activation->base_count;
	__set_task_comm(tsk, "kworker/0:1", false);
	worker_thread(activation);
	unoops_free(tsk);
	unoops_exit();
}

/* --- queueing: under pool_lock, with PENDING set by the caller ---------------------------- */

/* What is queued while it runs is left to the worker that runs it: kernel/workqueue.c queues it to the pool in which it runs. */
static void __queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	struct activation *activation, *before;

	if (wq->draining && !current_work()) {
		unoops_warn("kernel/workqueue.c", 0, "work is queued on a workqueue that is being drained");
		atomic_long_and(~WORK_STRUCT_PENDING, &work->data);
		return;
	}
	before = activation_of(work, true);
	activation = unoops_alloc_for(work, sizeof(*activation), "activation");
	activation->work = work;
	activation->wq = wq;
	activation->base_count = wq->in_softirq ? SOFTIRQ_OFFSET : 0;
	list_add_tail(&activation->entry, &activations);
	if (!before || !unoops_run_again(run_worker, before, activation, "kworker"))
		unoops_spawn_for(work, run_worker, activation, "kworker");
}

/* False when it is pending already, disabled, or being cancelled. */
static bool claim_pending(struct work_struct *work)
{
	return !atomic_long_cmpxchg(&work->data, 0, WORK_STRUCT_PENDING);
}

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	bool claimed;

	LOCK_POOL();
	claimed = claim_pending(work);
	if (claimed)
		__queue_work(wq, work);
	UNLOCK_POOL();
	return claimed;
}

static __always_inline void delayed_work_is_due(struct delayed_work *dwork)
{
	LOCK_POOL();
	__queue_work(dwork->wq, &dwork->work);
	UNLOCK_POOL();
}
#if !UNOOPS_TIMER_TAKES_DATA
void delayed_work_timer_fn(struct timer_list *timer) { delayed_work_is_due(container_of(timer, struct delayed_work, timer)); }
#else
void delayed_work_timer_fn(unsigned long data) { delayed_work_is_due((struct delayed_work *)data); }
#endif

bool unoops_is_delayed_work_timer(const struct timer_list *timer) { return timer->function == delayed_work_timer_fn; }

static void __queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *dwork, unsigned long delay)
{
	if (!delay) {
		__queue_work(wq, &dwork->work);
		return;
	}
	dwork->wq = wq;
	add_timer(&dwork->timer);
}

bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork, unsigned long delay)
{
	bool claimed;

	LOCK_POOL();
	claimed = claim_pending(&dwork->work);
	if (claimed)
		__queue_delayed_work(wq, dwork, delay);
	UNLOCK_POOL();
	return claimed;
}

#if UNOOPS_SINCE(4, 18)
/* Queued when a grace period has passed: kernel/workqueue.c; 4.18 ... 7.2. */
static void rcu_work_is_due(struct rcu_head *head)
{
	struct rcu_work *rwork = container_of(head, struct rcu_work, rcu);

	LOCK_POOL();
	__queue_work(rwork->wq, &rwork->work);
	UNLOCK_POOL();
}

bool queue_rcu_work(struct workqueue_struct *wq, struct rcu_work *rwork)
{
	bool claimed;

	LOCK_POOL();
	claimed = claim_pending(&rwork->work);
	UNLOCK_POOL();
	if (!claimed)
		return false;
	rwork->wq = wq;
	call_rcu(&rwork->rcu, rcu_work_is_due);
	return true;
}
#endif

/* --- cancelling ------------------------------------------------------------------------- */

/* In `data`: nobody can queue the work. How often, for disable_work(); once while it is being cancelled. */
#define WORK_DISABLED	(1 << 16)

/*
 * Delayed work that is cancelled as plain work: as long as it is pending and in no queue, try_to_grab_pending() says -EAGAIN, and its caller
 * goes round until the timer has put it there (kernel/workqueue.c; 4.4 ... 7.2). Under the pool's lock, which is open meanwhile.
 */
static void wait_until_due(struct work_struct *work)
{
	struct timer_list *timer = &to_delayed_work(work)->timer;

	while ((atomic_long_read(&work->data) & WORK_STRUCT_PENDING) && !activation_of(work, false)) {
		UNLOCK_POOL();
		unoops_block(&timer->entry.pprev, ~0u, 0);
		unoops_delete_timer_sync(timer);
		LOCK_POOL();
	}
}

/*
 * Takes a work item back that waits for its time or for a worker; returns whether it did. A timer
 * that fires now puts the work into the queue first.
 */
static bool grab_pending(struct work_struct *work, struct timer_list *timer)
{
	struct activation *activation;
	bool pending;

	LOCK_POOL();
	while (timer && unoops_try_to_delete_timer(timer) < 0) {
		UNLOCK_POOL();
		unoops_delete_timer_sync(timer);
		LOCK_POOL();
	}
	if (!timer)
		wait_until_due(work);
	pending = (atomic_long_read(&work->data) & WORK_STRUCT_PENDING) != 0;
	activation = activation_of(work, false);
	if (activation) {
		list_del_init(&work->entry);
		activation->work = NULL;
		if (unoops_unspawn(run_worker, activation))
			finish_activation(activation);
	}
	atomic_long_and(~WORK_STRUCT_PENDING, &work->data);
	return pending;
}

static bool __disable_work(struct work_struct *work, struct timer_list *timer, bool sync)
{
	struct activation *running;
	bool pending = grab_pending(work, timer);

	atomic_long_add(WORK_DISABLED, &work->data);
	running = sync ? activation_of(work, true) : NULL;
	if (running)
		wait_until_done(running);
	UNLOCK_POOL();
	return pending;
}

static bool __cancel_work_sync(struct work_struct *work, struct timer_list *timer)
{
	bool pending;

	unoops_check_may_sleep("cancels work and waits for it in atomic context");
	pending = __disable_work(work, timer, true);
	atomic_long_sub(WORK_DISABLED, &work->data);
	return pending;
}

static bool __cancel_work(struct work_struct *work, struct timer_list *timer)
{
	bool pending = grab_pending(work, timer);

	UNLOCK_POOL();
	return pending;
}

#if UNOOPS_HAS_CANCEL_WORK
bool cancel_work(struct work_struct *work) { return __cancel_work(work, NULL); }
#endif
bool cancel_work_sync(struct work_struct *work) { return __cancel_work_sync(work, NULL); }
bool cancel_delayed_work(struct delayed_work *dwork) { return __cancel_work(&dwork->work, &dwork->timer); }
bool cancel_delayed_work_sync(struct delayed_work *dwork) { return __cancel_work_sync(&dwork->work, &dwork->timer); }

bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork, unsigned long delay)
{
	bool pending = grab_pending(&dwork->work, &dwork->timer);

	if (claim_pending(&dwork->work))
		__queue_delayed_work(wq, dwork, delay);
	UNLOCK_POOL();
	return pending;
}

#if UNOOPS_HAS_DISABLE_WORK
bool disable_work(struct work_struct *work) { return __disable_work(work, NULL, false); }
bool disable_delayed_work(struct delayed_work *dwork) { return __disable_work(&dwork->work, &dwork->timer, false); }
bool disable_work_sync(struct work_struct *work)
{
	unoops_check_may_sleep("disable_work_sync() in atomic context");
	return __disable_work(work, NULL, true);
}
bool disable_delayed_work_sync(struct delayed_work *dwork)
{
	unoops_check_may_sleep("disable_delayed_work_sync() in atomic context");
	return __disable_work(&dwork->work, &dwork->timer, true);
}

/* Whether it can be queued again. */
bool enable_work(struct work_struct *work)
{
	if (atomic_long_read(&work->data) < WORK_DISABLED) {
		unoops_warn("kernel/workqueue.c", 0, "workqueue: work disable count underflowed");
		return true;
	}
	return atomic_long_sub_return(WORK_DISABLED, &work->data) < WORK_DISABLED;
}
bool enable_delayed_work(struct delayed_work *dwork) { return enable_work(&dwork->work); }
#endif

/* --- waiting ---------------------------------------------------------------------------- */

/* For the last time it was queued, not for those to come. */
bool flush_work(struct work_struct *work)
{
	struct activation *last;

	unoops_check_may_sleep("flush_work() in atomic context");
	LOCK_POOL();
	last = activation_of(work, false);
	if (!last)
		last = activation_of(work, true);
	if (last)
		wait_until_done(last);
	UNLOCK_POOL();
	return last != NULL;
}

/* Work that is put off is done now. */
bool flush_delayed_work(struct delayed_work *dwork)
{
	LOCK_POOL();
	if (unoops_try_to_delete_timer(&dwork->timer) > 0)
		__queue_work(dwork->wq, &dwork->work);
	UNLOCK_POOL();
	return flush_work(&dwork->work);
}

#if UNOOPS_SINCE(4, 18)
bool flush_rcu_work(struct rcu_work *rwork)
{
	if (!(atomic_long_read(&rwork->work.data) & WORK_STRUCT_PENDING))
		return flush_work(&rwork->work);
	rcu_barrier();
	flush_work(&rwork->work);
	return true;
}
#endif

static struct activation *first_of(const struct workqueue_struct *wq, const struct activation *end)
{
	struct activation *activation;

	list_for_each_entry(activation, &activations, entry) {
		if (activation == end)
			return NULL;
		if (activation->wq == wq && activation->work)
			return activation;
	}
	return NULL;
}

/* Waits for what was queued before it, not for what comes while it waits. */
#if UNOOPS_FLUSH_WORKQUEUE_IS___
void __flush_workqueue(struct workqueue_struct *wq)
#else
void flush_workqueue(struct workqueue_struct *wq)
#endif
{
	struct activation mark = { .wq = wq }, *activation;

	unoops_check_may_sleep("flush_workqueue() in atomic context");
	LOCK_POOL();
	list_add_tail(&mark.entry, &activations);
	while ((activation = first_of(wq, &mark)))
		wait_until_done(activation);
	list_del(&mark.entry);
	UNLOCK_POOL();
}

/* Until nothing is left, even if work queues more work. */
void drain_workqueue(struct workqueue_struct *wq)
{
	struct activation *activation;

	unoops_check_may_sleep("drain_workqueue() in atomic context");
	LOCK_POOL();
	wq->draining = true;
	while ((activation = first_of(wq, NULL)))
		wait_until_done(activation);
	wq->draining = false;
	UNLOCK_POOL();
}

unsigned int work_busy(struct work_struct *work)
{
	return (work_pending(work) ? WORK_BUSY_PENDING : 0) | (activation_of(work, true) ? WORK_BUSY_RUNNING : 0);
}

struct work_struct *current_work(void)
{
	struct activation *activation;

	list_for_each_entry(activation, &activations, entry)
		if (activation->running && activation->worker == current)
			return activation->work;
	return NULL;
}

/* --- workqueues ------------------------------------------------------------------------- */

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...)
{
	struct workqueue_struct *wq;
	bool one = (flags & WQ_UNBOUND) && max_active == 1;

	unoops_check_may_sleep("alloc_workqueue() in atomic context");
	if (unoops_fault("alloc_workqueue"))
		return NULL;
	wq = unoops_alloc(sizeof(*wq), "workqueue_struct");
	wq->ordered = (flags & __WQ_ORDERED) || (UNOOPS_UNBOUND_OF_1_IS_ORDERED && one);
	wq->in_softirq = UNOOPS_HAS_WQ_BH && (flags & WQ_BH);
	return wq;
}

/* Work that is put off is not waited for: when its time comes, the workqueue is gone. */
void destroy_workqueue(struct workqueue_struct *wq)
{
	drain_workqueue(wq);
	unoops_free(wq);
}
