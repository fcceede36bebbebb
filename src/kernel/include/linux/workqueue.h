/* SPDX-License-Identifier: MIT */
/* Workqueues are not modelled yet: a module that uses them compiles, and the machine names the call. */
#ifndef _LINUX_WORKQUEUE_H
#define _LINUX_WORKQUEUE_H

#include <linux/timer.h>
#include <linux/kernel.h>

struct workqueue_struct;
struct work_struct;
typedef void (*work_func_t)(struct work_struct *work);
struct work_struct {
	unsigned long data;
	struct list_head entry;
	work_func_t func;
};
struct delayed_work {
	struct work_struct work;
	struct timer_list timer;
	struct workqueue_struct *wq;
	int cpu;
};
#define __WORK_INITIALIZER(n, f)	{ .entry = LIST_HEAD_INIT((n).entry), .func = (f) }
#define __DELAYED_WORK_INITIALIZER(n, f) { .work = __WORK_INITIALIZER((n).work, f) }
#define DECLARE_WORK(n, f)		struct work_struct n = __WORK_INITIALIZER(n, f)
#define DECLARE_DELAYED_WORK(n, f)	struct delayed_work n = __DELAYED_WORK_INITIALIZER(n, f)
#define INIT_WORK(w, f)								\
	do {									\
		(w)->data = 0;							\
		INIT_LIST_HEAD(&(w)->entry);					\
		(w)->func = (f);						\
	} while (0)
#define INIT_DELAYED_WORK(w, f)		INIT_WORK(&(w)->work, f)
#define to_delayed_work(w)		container_of(w, struct delayed_work, work)

enum { WQ_UNBOUND = 1 << 1, WQ_FREEZABLE = 1 << 2, WQ_MEM_RECLAIM = 1 << 3, WQ_HIGHPRI = 1 << 4 };
#define WORK_CPU_UNBOUND	NR_CPUS_UNBOUND
#define NR_CPUS_UNBOUND		64
extern struct workqueue_struct *system_wq, *system_unbound_wq, *system_long_wq, *system_highpri_wq;

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...) __printf(1, 4);
#define alloc_ordered_workqueue(fmt, flags, args...) alloc_workqueue(fmt, WQ_UNBOUND | (flags), 1, ##args)
#define create_workqueue(name)			alloc_workqueue("%s", WQ_MEM_RECLAIM, 1, name)
#define create_singlethread_workqueue(name)	alloc_ordered_workqueue("%s", WQ_MEM_RECLAIM, name)
void destroy_workqueue(struct workqueue_struct *wq);
bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work);
bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *work, unsigned long delay);
bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *work, unsigned long delay);
#define queue_work(wq, work)			queue_work_on(WORK_CPU_UNBOUND, wq, work)
#define queue_delayed_work(wq, work, delay)	queue_delayed_work_on(WORK_CPU_UNBOUND, wq, work, delay)
#define mod_delayed_work(wq, work, delay)	mod_delayed_work_on(WORK_CPU_UNBOUND, wq, work, delay)
#define schedule_work(work)			queue_work(system_wq, work)
#define schedule_delayed_work(work, delay)	queue_delayed_work(system_wq, work, delay)
bool flush_work(struct work_struct *work);
bool flush_delayed_work(struct delayed_work *work);
bool cancel_work_sync(struct work_struct *work);
bool cancel_delayed_work(struct delayed_work *work);
bool cancel_delayed_work_sync(struct delayed_work *work);
void flush_workqueue(struct workqueue_struct *wq);
void drain_workqueue(struct workqueue_struct *wq);
void flush_scheduled_work(void);
#if HAS_DISABLE_WORK
bool disable_work_sync(struct work_struct *work);
bool enable_work(struct work_struct *work);
bool disable_delayed_work_sync(struct delayed_work *work);
#endif

#endif
