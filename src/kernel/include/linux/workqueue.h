/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_WORKQUEUE_H
#define _LINUX_WORKQUEUE_H

#include <linux/timer.h>
#include <linux/kernel.h>
#include <linux/atomic.h>
#include <linux/bitops.h>

struct workqueue_struct;
struct work_struct;
typedef void (*work_func_t)(struct work_struct *work);
#if !UNOOPS_TIMER_TAKES_DATA
void delayed_work_timer_fn(struct timer_list *timer);
#else
void delayed_work_timer_fn(unsigned long data);
#endif

/* `data`: WORK_STRUCT_PENDING, and above it how often the work is disabled. */
struct work_struct {
	atomic_long_t data;
	struct list_head entry;
	work_func_t func;
};
struct delayed_work {
	struct work_struct work;
	struct timer_list timer;
	struct workqueue_struct *wq;
	int cpu;
};
#if UNOOPS_SINCE(4, 18)
struct rcu_work {
	struct work_struct work;
	struct rcu_head rcu;
	struct workqueue_struct *wq;
};
#define INIT_RCU_WORK(w, f)		INIT_WORK(&(w)->work, f)
#define INIT_RCU_WORK_ONSTACK(w, f)	INIT_WORK(&(w)->work, f)
static __always_inline struct rcu_work *to_rcu_work(struct work_struct *work)
{
	return container_of(work, struct rcu_work, work);
}
bool queue_rcu_work(struct workqueue_struct *wq, struct rcu_work *work);
bool flush_rcu_work(struct rcu_work *work);
#endif
enum { WORK_STRUCT_PENDING_BIT };
#define WORK_STRUCT_PENDING	(1 << WORK_STRUCT_PENDING_BIT)
#define WORK_BUSY_PENDING	1
#define WORK_BUSY_RUNNING	2

#define __WORK_INITIALIZER(n, f)	{ .entry = LIST_HEAD_INIT((n).entry), .func = (f) }
#if !UNOOPS_TIMER_TAKES_DATA
#define __DELAYED_WORK_INITIALIZER(n, f, flags)					\
	{ .work = __WORK_INITIALIZER((n).work, f), .timer = __TIMER_INITIALIZER(delayed_work_timer_fn, flags) }
#define __INIT_DELAYED_TIMER(w)		timer_setup(&(w)->timer, delayed_work_timer_fn, TIMER_IRQSAFE)
#else
#define __DELAYED_WORK_INITIALIZER(n, f, flags)					\
	{ .work = __WORK_INITIALIZER((n).work, f),				\
	  .timer = TIMER_INITIALIZER(delayed_work_timer_fn, 0, (unsigned long)&(n)) }
#define __INIT_DELAYED_TIMER(w)		setup_timer(&(w)->timer, delayed_work_timer_fn, (unsigned long)(w))
#endif
#define DECLARE_WORK(n, f)		struct work_struct n = __WORK_INITIALIZER(n, f)
#define DECLARE_DELAYED_WORK(n, f)	struct delayed_work n = __DELAYED_WORK_INITIALIZER(n, f, TIMER_IRQSAFE)
#define DECLARE_DEFERRABLE_WORK(n, f)	DECLARE_DELAYED_WORK(n, f)
#define INIT_WORK(w, f)								\
	do {									\
		atomic_long_set(&(w)->data, 0);					\
		INIT_LIST_HEAD(&(w)->entry);					\
		(w)->func = (f);						\
	} while (0)
#define INIT_DELAYED_WORK(w, f)							\
	do {									\
		INIT_WORK(&(w)->work, f);					\
		__INIT_DELAYED_TIMER(w);					\
	} while (0)
#define INIT_DEFERRABLE_WORK(w, f)	INIT_DELAYED_WORK(w, f)
#define INIT_WORK_ONSTACK(w, f)		INIT_WORK(w, f)
#define INIT_DELAYED_WORK_ONSTACK(w, f)	INIT_DELAYED_WORK(w, f)
#define destroy_work_on_stack(w)	do { } while (0)
#define destroy_delayed_work_on_stack(w) do { } while (0)
static __always_inline struct delayed_work *to_delayed_work(struct work_struct *work)
{
	return container_of(work, struct delayed_work, work);
}
#define work_data_bits(w)		((unsigned long *)&(w)->data)
#define work_pending(w)			test_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(w))
#define delayed_work_pending(w)		work_pending(&(w)->work)
#if UNOOPS_SINCE(6, 11)
#define from_work(var, work, member)	container_of(work, typeof(*var), member)
#endif

#define WQ_BH			(1 << 0)
#define WQ_UNBOUND		(1 << 1)
#define WQ_FREEZABLE		(1 << 2)
#define WQ_MEM_RECLAIM		(1 << 3)
#define WQ_HIGHPRI		(1 << 4)
#define WQ_CPU_INTENSIVE	(1 << 5)
#define WQ_SYSFS		(1 << 6)
#define WQ_POWER_EFFICIENT	(1 << 7)
#define WQ_PERCPU		(1 << 8)
#define __WQ_ORDERED		(1 << 17)
#define WQ_MAX_ACTIVE		512
#define WQ_UNBOUND_MAX_ACTIVE	WQ_MAX_ACTIVE
#define WQ_DFL_ACTIVE		(WQ_MAX_ACTIVE / 2)
#define WORK_CPU_UNBOUND	64

extern struct workqueue_struct *system_wq, *system_unbound_wq, *system_long_wq, *system_highpri_wq,
	*system_freezable_wq, *system_power_efficient_wq, *system_freezable_power_efficient_wq;
#if UNOOPS_HAS_WQ_BH
extern struct workqueue_struct *system_bh_wq, *system_bh_highpri_wq;
#endif
#if UNOOPS_HAS_SYSTEM_PERCPU_WQ
extern struct workqueue_struct *system_percpu_wq, *system_dfl_wq;
#define __default_wq		system_percpu_wq
#else
#define __default_wq		system_wq
#endif

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...) __printf(1, 4);
#define alloc_ordered_workqueue(fmt, flags, args...) \
	alloc_workqueue(fmt, WQ_UNBOUND | __WQ_ORDERED | (flags), 1, ##args)
#define create_workqueue(name)			alloc_workqueue("%s", WQ_MEM_RECLAIM, 1, (name))
#define create_freezable_workqueue(name)	alloc_workqueue("%s", WQ_FREEZABLE | WQ_UNBOUND | WQ_MEM_RECLAIM, 1, (name))
#define create_singlethread_workqueue(name)	alloc_ordered_workqueue("%s", WQ_MEM_RECLAIM, name)
void destroy_workqueue(struct workqueue_struct *wq);

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work);
bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *work, unsigned long delay);
bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *work, unsigned long delay);
static __always_inline bool queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	return queue_work_on(WORK_CPU_UNBOUND, wq, work);
}
static __always_inline bool queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *work, unsigned long delay)
{
	return queue_delayed_work_on(WORK_CPU_UNBOUND, wq, work, delay);
}
static __always_inline bool mod_delayed_work(struct workqueue_struct *wq, struct delayed_work *work, unsigned long delay)
{
	return mod_delayed_work_on(WORK_CPU_UNBOUND, wq, work, delay);
}
static __always_inline bool schedule_work(struct work_struct *work) { return queue_work(__default_wq, work); }
static __always_inline bool schedule_work_on(int cpu, struct work_struct *work) { return queue_work_on(cpu, __default_wq, work); }
static __always_inline bool schedule_delayed_work(struct delayed_work *work, unsigned long delay)
{
	return queue_delayed_work(__default_wq, work, delay);
}
static __always_inline bool schedule_delayed_work_on(int cpu, struct delayed_work *work, unsigned long delay)
{
	return queue_delayed_work_on(cpu, __default_wq, work, delay);
}

bool flush_work(struct work_struct *work);
bool flush_delayed_work(struct delayed_work *work);
#if UNOOPS_HAS_CANCEL_WORK
bool cancel_work(struct work_struct *work);
#endif
bool cancel_work_sync(struct work_struct *work);
bool cancel_delayed_work(struct delayed_work *work);
bool cancel_delayed_work_sync(struct delayed_work *work);
#if UNOOPS_FLUSH_WORKQUEUE_IS___
void __flush_workqueue(struct workqueue_struct *wq);
#define flush_workqueue(wq)	__flush_workqueue(wq)
#else
void flush_workqueue(struct workqueue_struct *wq);
#endif
void drain_workqueue(struct workqueue_struct *wq);
#define flush_scheduled_work()	flush_workqueue(__default_wq)
unsigned int work_busy(struct work_struct *work);
struct work_struct *current_work(void);
#if UNOOPS_HAS_DISABLE_WORK
bool disable_work(struct work_struct *work);
bool disable_work_sync(struct work_struct *work);
bool enable_work(struct work_struct *work);
bool disable_delayed_work(struct delayed_work *work);
bool disable_delayed_work_sync(struct delayed_work *work);
bool enable_delayed_work(struct delayed_work *work);
static __always_inline bool enable_and_queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	return enable_work(work) && queue_work(wq, work);
}
#endif

#endif
