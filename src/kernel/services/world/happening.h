/* SPDX-License-Identifier: MIT */
/*
 * What may happen at any time from when it is expected until it is called off: an interrupt, a timer, a process that opens a
 * file. It comes as a task of its own; whoever calls it off may wait until it is not under way.
 */
#ifndef UNOOPS_HAPPENING_H
#define UNOOPS_HAPPENING_H

#include "model.h"

/* First member of what it is about, which goes with it. */
struct happening {
	void (*happen)(struct happening *self);
	const char *name;
	unsigned int left;	/* how often it may still come */
	bool overlaps;		/* the next time need not wait for the end of this one */
	bool restarts;		/* it sets itself going again, and stays the same task */
	unsigned int running;
	unsigned int waiters;
	bool off;
};

/* `size` bytes that begin with a happening. */
void *unoops_new_happening(unsigned int size, void (*happen)(struct happening *self), const char *name, unsigned int times);
/*
 * How often what comes from outside comes, which is told as an assumption: once, and a few times where nothing fails with that. Without
 * user space, what users do never comes.
 */
unsigned int unoops_times(const char *what);
unsigned int unoops_times_by_users(const char *what);
void unoops_expect(struct happening *h);
/* Returns whether it was still to come. */
bool unoops_call_off(struct happening *h, bool wait);
/* Until it is not under way. */
void unoops_wait_for_happening(struct happening *h);

/* Around what an interrupt calls: nothing may sleep there. */
struct task_struct *unoops_enter_hardirq(void);
void unoops_leave_hardirq(struct task_struct *tsk, const char *held);

/* Of every process of user space. */
extern struct mm_struct unoops_user_mm;

/* Around what a process of user space does in the kernel. */
struct task_struct *unoops_enter_process(const char *comm);
/* The same of a kernel thread that is not the module's: it ignores signals. */
struct task_struct *unoops_enter_worker(const char *comm);
void unoops_leave_process(struct task_struct *tsk);
/* What the process does now, for the witness. */
void unoops_tellf(const char *fmt, ...) __printf(1, 2);
void unoops_tell_recordf(int which, const char *fmt, ...) __printf(2, 3);

#endif
