/* SPDX-License-Identifier: MIT */
/* Timers are not modelled yet: a module that uses them compiles, and the machine names the call. */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/list.h>
#include <linux/jiffies.h>

struct timer_list {
	struct hlist_node entry;
	unsigned long expires;
#if HAS_TIMER_SETUP
	void (*function)(struct timer_list *timer);
#else
	void (*function)(unsigned long data);
	unsigned long data;
#endif
	u32 flags;
};

#if HAS_TIMER_SETUP
#define DEFINE_TIMER(name, fn)	struct timer_list name = { .function = (fn) }
void init_timer_key(struct timer_list *timer, void (*fn)(struct timer_list *timer), unsigned int flags);
#define timer_setup(timer, fn, flags)	init_timer_key(timer, fn, flags)
#if HAS_DEL_TIMER
#define from_timer(var, timer, member)	container_of(timer, typeof(*var), member)
#endif
#if UNOOPS_SINCE(6, 16)
#define timer_container_of(var, timer, member) container_of(timer, typeof(*var), member)
#endif
#else
#define DEFINE_TIMER(name, fn, when, arg) \
	struct timer_list name = { .function = (fn), .expires = (when), .data = (arg) }
void init_timer(struct timer_list *timer);
#define setup_timer(timer, fn, arg)						\
	do { init_timer(timer); (timer)->function = (fn); (timer)->data = (arg); } while (0)
#endif

void add_timer(struct timer_list *timer);
int mod_timer(struct timer_list *timer, unsigned long expires);
int timer_pending(const struct timer_list *timer);
#if HAS_DEL_TIMER
int del_timer(struct timer_list *timer);
int del_timer_sync(struct timer_list *timer);
int try_to_del_timer_sync(struct timer_list *timer);
#endif
#if HAS_TIMER_DELETE
int timer_delete(struct timer_list *timer);
int timer_delete_sync(struct timer_list *timer);
#endif
#if HAS_TIMER_SHUTDOWN
int timer_shutdown(struct timer_list *timer);
int timer_shutdown_sync(struct timer_list *timer);
#endif

#endif
