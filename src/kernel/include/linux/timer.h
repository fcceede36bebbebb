/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/list.h>
#include <linux/jiffies.h>

struct lock_class_key;

struct timer_list {
	struct hlist_node entry;
	unsigned long expires;	/* for the module to read: the model looks at no times */
#if !UNOOPS_TIMER_TAKES_DATA
	void (*function)(struct timer_list *timer);
#else
	void (*function)(unsigned long data);
	unsigned long data;
#endif
	u32 flags;
};

#define TIMER_DEFERRABLE	0x00080000
#define TIMER_PINNED		0x00100000
#define TIMER_IRQSAFE		0x00200000

#if !UNOOPS_TIMER_TAKES_DATA
#define UNOOPS_TIMER_FUNCTION(fn)	void (*fn)(struct timer_list *timer)
void init_timer_key(struct timer_list *timer, UNOOPS_TIMER_FUNCTION(fn), unsigned int flags, const char *name, struct lock_class_key *key);
#define __TIMER_INITIALIZER(fn, flag) { .function = (fn), .flags = (flag) }
#define DEFINE_TIMER(name, fn)	struct timer_list name = __TIMER_INITIALIZER(fn, 0)
#define timer_setup(timer, fn, flags)	init_timer_key(timer, fn, flags, #timer, NULL)
#define timer_setup_on_stack(timer, fn, flags)	timer_setup(timer, fn, flags)
#if UNOOPS_HAS_TIMER_CONTAINER_OF
#define timer_container_of(var, timer, member) container_of(timer, typeof(*var), member)
#define timer_destroy_on_stack(timer)	do { } while (0)
#else
#define from_timer(var, timer, member)	container_of(timer, typeof(*var), member)
#define destroy_timer_on_stack(timer)	do { } while (0)
#endif
#else
void init_timer_key(struct timer_list *timer, unsigned int flags, const char *name, struct lock_class_key *key);
#define DEFINE_TIMER(name, fn, when, arg) \
	struct timer_list name = { .function = (fn), .expires = (when), .data = (arg) }
#define TIMER_INITIALIZER(fn, when, arg) { .function = (fn), .expires = (when), .data = (arg) }
#define init_timer(timer)	init_timer_key(timer, 0, #timer, NULL)
#define init_timer_on_stack(timer)	init_timer(timer)
#define init_timer_deferrable(timer)	init_timer_key(timer, TIMER_DEFERRABLE, #timer, NULL)
#define setup_timer(timer, fn, arg)						\
	do { init_timer(timer); (timer)->function = (fn); (timer)->data = (arg); } while (0)
#define setup_timer_on_stack(timer, fn, arg)	setup_timer(timer, fn, arg)
#define destroy_timer_on_stack(timer)	do { } while (0)
#if UNOOPS_HAS_TIMER_SETUP
/* 4.14 has both: the timer is the argument, and the callback is cast. */
#define timer_setup(timer, fn, how)						\
	do {									\
		void (*__fn)(struct timer_list *) = (fn);			\
		init_timer_key(timer, how, #timer, NULL);			\
		(timer)->function = (void (*)(unsigned long))__fn;		\
		(timer)->data = (unsigned long)(timer);				\
	} while (0)
#define timer_setup_on_stack(timer, fn, how)	timer_setup(timer, fn, how)
#define from_timer(var, timer, member)	container_of(timer, typeof(*var), member)
#endif
#endif

static __always_inline int timer_pending(const struct timer_list *timer)
{
	return READ_ONCE(timer->entry.pprev) != NULL;
}

void add_timer(struct timer_list *timer);
void add_timer_on(struct timer_list *timer, int cpu);
int mod_timer(struct timer_list *timer, unsigned long expires);
int mod_timer_pending(struct timer_list *timer, unsigned long expires);
#if !UNOOPS_TIMER_TAKES_DATA
int timer_reduce(struct timer_list *timer, unsigned long expires);
#endif
#if UNOOPS_HAS_TIMER_DELETE
int timer_delete(struct timer_list *timer);
int timer_delete_sync(struct timer_list *timer);
int timer_shutdown(struct timer_list *timer);
int timer_shutdown_sync(struct timer_list *timer);
#endif
#if UNOOPS_HAS_TIMER_CONTAINER_OF
int timer_delete_sync_try(struct timer_list *timer);
#else
int try_to_del_timer_sync(struct timer_list *timer);
#endif
#if UNOOPS_HAS_DEL_TIMER
#if UNOOPS_HAS_TIMER_DELETE
static __always_inline int del_timer(struct timer_list *timer) { return timer_delete(timer); }
static __always_inline int del_timer_sync(struct timer_list *timer) { return timer_delete_sync(timer); }
#else
int del_timer(struct timer_list *timer);
int del_timer_sync(struct timer_list *timer);
#define del_singleshot_timer_sync(timer)	del_timer_sync(timer)
#endif
#endif

#endif
