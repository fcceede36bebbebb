/* SPDX-License-Identifier: MIT */
/*
 * The seam: everything the kernel's services may ask of the machine below them.
 * Whatever is not here (tasks, wait queues, locks, RCU, signals, ...) is written in C over it.
 *
 * The machine runs one task at a time. A service runs as one step from its call to its first
 * m_block() or m_yield(), from there to the next, and so on: nothing else runs in between.
 */
#ifndef UNOOPS_MACHINE_H
#define UNOOPS_MACHINE_H

struct task_struct;

/* --- switching ------------------------------------------------------------------------- */

/* Any other task may run before this returns; the caller stays runnable: a sleep that may end
 * at any time, cond_resched(), a delay loop. */
void m_yield(void);

/* Not runnable until (*word & mask) == value, for an aligned 32-bit word. When it returns the
 * condition holds and nothing has run since it was found to hold: test-and-set is a plain store. */
void m_block(const volatile void *word, unsigned int mask, unsigned int value);

/* The same, but it may also return for no reason at any time (a timeout that may expire at once);
 * returns 1 when the condition held, 0 when the time was up. */
int m_block_timeout(const volatile void *word, unsigned int mask, unsigned int value);

/* A new task of the machine: runs fn(arg) some time later, on a stack of its own. `task` is what
 * m_current() gives there, 0 for a softirq and the like (see m_act_as()); it does not begin before the first
 * word of `task`, its state, is 0: TASK_RUNNING. `name` is what people call it. */
void m_spawn(void (*fn)(void *), void *arg, struct task_struct *task, const char *name);

/* Takes a task away that m_spawn() was to run fn(arg) in; returns 1 when it had not begun, else 0. */
int m_unspawn(void (*fn)(void *), void *arg);

/* What m_current() gives from here on, in a task that was spawned without a `task`. */
void m_act_as(struct task_struct *task);

/* Ends the calling task at once; its stack is gone. */
void m_exit(void) __attribute__((noreturn));

struct task_struct *m_current(void);

/* --- choices --------------------------------------------------------------------------- */

/* 0 ... n-1, every one of them is explored. `why` is shown in a witness for a choice other than 0. */
unsigned int m_choose(unsigned int n, const char *why);

/* Shall this allocation or creation fail? Always 0 without --faults. `what` names it in a witness. */
int m_fault(const char *what);

/* --- memory ---------------------------------------------------------------------------- */

/* A new zeroed object of at least `size` bytes, aligned to 16. `kind` names it: "task_struct",
 * "kthread", a cache's name, or "kmalloc" for what the module asked for. Never fails. */
void *m_alloc(unsigned int size, const char *kind);

/* Ends the object's life. A pointer that is not the start of a living object is a trap. */
void m_free(const void *object);

/* Usable size of the living object that starts here. */
unsigned int m_size(const void *object);

/* --- what goes wrong, what is said ----------------------------------------------------- */

enum m_trap {
	M_BUG,			/* BUG(), BUG_ON() */
	M_SLEEP_IN_ATOMIC,	/* `arg`: 0 */
	M_REFCOUNT,		/* refcount_t misuse; `arg`: the counter */
	M_BAD_LOCK,		/* unlock of what is not held, recursion; `arg`: the lock */
	M_BAD_CALL,		/* a call the kernel forbids here; `arg`: what it is about */
};

/* A rule of the kernel is broken: in checked memory the run stops with a finding. As shipped, the
 * machine goes on where the kernel would (all but M_BUG). `text` says what, in one line. */
void m_trap(enum m_trap kind, const void *arg, const char *text);

/* WARN(): the kernel prints "WARNING: ... at file:line" and goes on. Not a finding by itself. */
void m_warn(const char *file, int line, const char *text);

/* printk: `args` is the va_list, format and arguments are read by the machine when it prints.
 * `level` 0 ... 7. */
void m_printk(int level, const char *format, const void *args);

/* snprintf for the kernel's formats; returns the length that would have been written. */
int m_snprintf(char *buffer, unsigned int size, const char *format, const void *args);

/* Something a person reading a witness, or a rule, wants to know. Has no effect on the run.
 * `object` is what it happens to, `value` depends on the event. */
enum m_event {
	M_TASK_NEW,	/* object: task_struct; value: its creation by kthread_create_* */
	M_TASK_RUNS,	/* object: task_struct; the thread function is about to be called */
	M_TASK_RETURNS,	/* object: task_struct; value: what the thread function returned */
	M_TASK_DEAD,	/* object: task_struct; it will never run again */
	M_TASK_USAGE,	/* object: task_struct; value: usage count after the change */
	M_TASK_STOP,	/* object: task_struct; kthread_stop() was called on it */
	M_TASK_STOPPED,	/* object: task_struct; value: what kthread_stop() returns */
	M_TASK_WAKE,	/* object: task_struct; value: 1 it slept and is woken, 0 it was running */
	M_TASK_SIGNAL,	/* object: task_struct; value: signal number */
	M_LOCKED,	/* object: lock */
	M_UNLOCKED,	/* object: lock */
	M_WAITS,	/* object: lock, completion, wait queue; the task is about to wait for it */
	M_CLOCK,	/* a clock was read that has no more hours to pass */
};
void m_note(enum m_event event, const volatile void *object, long value);

/* The module is gone: its text and data must not be touched from here on. */
void m_unload(void);

/* An effect the model leaves out on purpose; listed once in the verdict. Constant text. */
void m_assume(const char *text);

#endif
