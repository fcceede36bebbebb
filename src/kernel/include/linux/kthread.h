/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KTHREAD_H
#define _LINUX_KTHREAD_H

#include <linux/err.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data, int node,
					   const char namefmt[], ...) __printf(4, 5);
struct task_struct *kthread_create_on_cpu(int (*threadfn)(void *data), void *data,
					  unsigned int cpu, const char *namefmt);
#define kthread_create(threadfn, data, namefmt, arg...)				\
	kthread_create_on_node(threadfn, data, NUMA_NO_NODE, namefmt, ##arg)
#define __kthread_started(create)						\
({										\
	struct task_struct *__started = (create);				\
	if (!IS_ERR(__started))							\
		wake_up_process(__started);					\
	__started;								\
})
#define kthread_run(threadfn, data, namefmt, ...)				\
	__kthread_started(kthread_create(threadfn, data, namefmt, ##__VA_ARGS__))
#if UNOOPS_KTHREAD_RUN_ON_CPU
#define kthread_run_on_cpu(threadfn, data, cpu, namefmt)			\
	__kthread_started(kthread_create_on_cpu(threadfn, data, cpu, namefmt))
#endif

void kthread_bind(struct task_struct *k, unsigned int cpu);
void kthread_bind_mask(struct task_struct *k, const struct cpumask *mask);
int kthread_stop(struct task_struct *k);
#if UNOOPS_KTHREAD_STOP_PUT
int kthread_stop_put(struct task_struct *k);
#endif
bool kthread_should_stop(void);
bool kthread_should_park(void);
bool kthread_freezable_should_stop(bool *was_frozen);
void *kthread_data(struct task_struct *k);
#if UNOOPS_SINCE(5, 9)
void *kthread_func(struct task_struct *k);
#endif
int kthread_park(struct task_struct *k);
void kthread_unpark(struct task_struct *k);
void kthread_parkme(void);
#if UNOOPS_KTHREAD_EXIT
void kthread_exit(long result) __noreturn;
void kthread_complete_and_exit(struct completion *comp, long code) __noreturn;
#else
void complete_and_exit(struct completion *comp, long code) __noreturn;
#endif

/* A thread that runs the work it is given, one piece after the other. */
struct kthread_work;
typedef void (*kthread_work_func_t)(struct kthread_work *work);
struct kthread_worker {
	unsigned int flags;
	raw_spinlock_t lock;
	struct list_head work_list;
	struct list_head delayed_work_list;
	struct task_struct *task;
	struct kthread_work *current_work;
};
struct kthread_work {
	struct list_head node;
	kthread_work_func_t func;
	struct kthread_worker *worker;
	int canceling;
};
#if UNOOPS_KTHREAD_WORKER_NAMES
struct kthread_delayed_work {
	struct kthread_work work;
	struct timer_list timer;
};
#endif
#define KTHREAD_WORKER_INIT(worker) {						\
	.work_list = LIST_HEAD_INIT((worker).work_list),			\
	.delayed_work_list = LIST_HEAD_INIT((worker).delayed_work_list),	\
}
#define KTHREAD_WORK_INIT(work, fn)	{ .node = LIST_HEAD_INIT((work).node), .func = (fn) }
#define DEFINE_KTHREAD_WORKER(worker)	struct kthread_worker worker = KTHREAD_WORKER_INIT(worker)
#define DEFINE_KTHREAD_WORK(work, fn)	struct kthread_work work = KTHREAD_WORK_INIT(work, fn)

#define __init_worker(worker)	__kthread_init_worker(worker, #worker, NULL)
#define __init_work(work, fn)							\
	do {									\
		*(work) = (struct kthread_work){ .func = (fn) };		\
		INIT_LIST_HEAD(&(work)->node);					\
	} while (0)
#if UNOOPS_KTHREAD_WORKER_NAMES
#if UNOOPS_TIMER_TAKES_DATA
#define __KTHREAD_WORK_TIMER(dwork)						\
	{ .function = kthread_delayed_work_timer_fn, .data = (unsigned long)&(dwork), .flags = TIMER_IRQSAFE }
void kthread_delayed_work_timer_fn(unsigned long data);
#else
#define __KTHREAD_WORK_TIMER(dwork)	__TIMER_INITIALIZER(kthread_delayed_work_timer_fn, TIMER_IRQSAFE)
void kthread_delayed_work_timer_fn(struct timer_list *timer);
#endif
#define KTHREAD_DELAYED_WORK_INIT(dwork, fn) {					\
	.work = KTHREAD_WORK_INIT((dwork).work, (fn)),				\
	.timer = __KTHREAD_WORK_TIMER(dwork),					\
}
#define DEFINE_KTHREAD_DELAYED_WORK(dwork, fn)					\
	struct kthread_delayed_work dwork = KTHREAD_DELAYED_WORK_INIT(dwork, fn)
#define kthread_init_delayed_work(dwork, fn)					\
	do {									\
		__init_work(&(dwork)->work, fn);				\
		(dwork)->timer = (struct timer_list)__KTHREAD_WORK_TIMER(*(dwork)); \
	} while (0)
#define kthread_init_worker(worker)	__init_worker(worker)
#define kthread_init_work(work, fn)	__init_work(work, fn)
#else
#define init_kthread_worker(worker)	__init_worker(worker)
#define init_kthread_work(work, fn)	__init_work(work, fn)
#define __kthread_init_worker		__init_kthread_worker
#define kthread_queue_work		queue_kthread_work
#define kthread_flush_work		flush_kthread_work
#define kthread_flush_worker		flush_kthread_worker
#endif
void __kthread_init_worker(struct kthread_worker *worker, const char *name, struct lock_class_key *key);
int kthread_worker_fn(void *worker_ptr);
bool kthread_queue_work(struct kthread_worker *worker, struct kthread_work *work);
void kthread_flush_work(struct kthread_work *work);
void kthread_flush_worker(struct kthread_worker *worker);
#if UNOOPS_KTHREAD_WORKER_NAMES
bool kthread_cancel_work_sync(struct kthread_work *work);
bool kthread_queue_delayed_work(struct kthread_worker *worker, struct kthread_delayed_work *dwork, unsigned long delay);
bool kthread_mod_delayed_work(struct kthread_worker *worker, struct kthread_delayed_work *dwork, unsigned long delay);
bool kthread_cancel_delayed_work_sync(struct kthread_delayed_work *dwork);
void kthread_destroy_worker(struct kthread_worker *worker);
#if UNOOPS_KTHREAD_RUN_WORKER
struct kthread_worker *kthread_create_worker_on_node(unsigned int flags, int node, const char namefmt[], ...) __printf(3, 4);
#define kthread_create_worker(flags, namefmt, ...)				\
	kthread_create_worker_on_node(flags, NUMA_NO_NODE, namefmt, ##__VA_ARGS__)
#define kthread_run_worker(flags, namefmt, ...)					\
({										\
	struct kthread_worker *__worker = kthread_create_worker(flags, namefmt, ##__VA_ARGS__); \
	if (!IS_ERR(__worker))							\
		wake_up_process(__worker->task);				\
	__worker;								\
})
#else
struct kthread_worker *kthread_create_worker(unsigned int flags, const char namefmt[], ...) __printf(2, 3);
#endif
#endif

#endif
