/* SPDX-License-Identifier: MIT */
/*
 * The seam: everything the kernel's services may ask of the machine below them.
 * Whatever is not here (tasks, wait queues, locks, RCU, signals, ...) is written in C over it.
 *
 * The machine runs one task at a time. A service runs as one step from its call to its first
 * unoops_block() or unoops_yield(), from there to the next, and so on: nothing else runs in between.
 */
#ifndef UNOOPS_MACHINE_H
#define UNOOPS_MACHINE_H

struct task_struct;

/* --- switching ------------------------------------------------------------------------- */

/* Any other task may run before this returns; the caller stays runnable: a sleep that may end
 * at any time, cond_resched(), a delay loop. */
void unoops_yield(void);

/* A step that has made so many choices that it would branch too often ends here; any other goes on. */
void unoops_pause(void);

/* What a service does last with memory that by then is no longer its own: the word is read once more, and where another task writes
 * `when` any other may run before that, and free the word even. Nothing else touches the word. Of variables, which are not freed,
 * it is nothing. */
void unoops_look_back(const volatile void *word, const volatile void *when);

/* Not runnable until (*word & mask) == value, for an aligned 32-bit word. When it returns the
 * condition holds and nothing has run since it was found to hold: test-and-set is a plain store. */
void unoops_block(const volatile void *word, unsigned int mask, unsigned int value);

/* The first line of a service that waits for a condition at once, in place of the switch before its call: whoever is switched away
 * here is runnable when the condition holds, so that nobody has to come by only to see that it does not. It promises nothing: the
 * service waits as if it were not there. Before it, only what is the task's own is touched; and the service is noinline, for the
 * caller of a function that it is inlined into is switched away before the call. */
void unoops_guard(const volatile void *word, unsigned int mask, unsigned int value);

/* The same, but it may also return for no reason at any time (a timeout that may expire at once);
 * returns 1 when the condition held, 0 when the time was up. */
int unoops_block_timeout(const volatile void *word, unsigned int mask, unsigned int value);

/* A new task of the machine: runs fn(arg) some time later, on a stack of its own. `task` is what
 * unoops_current() gives there, 0 for a softirq and the like (see unoops_act_as()); it does not begin before the first
 * word of `task`, its state, is 0: TASK_RUNNING. `name` is what people call it. */
void unoops_spawn(void (*fn)(void *), void *arg, struct task_struct *task, const char *name);

/* The same for what has no task_struct and is run in the name of `owner`, a timer or work: its tasks have a place of their own, and so has
 * what unoops_alloc_for() gives, so that states do not differ by who came first. */
void unoops_spawn_for(const void *owner, void (*fn)(void *), void *arg, const char *name);

/* The task that runs fn(arg), and has begun, runs fn(next) as a new task once it ends; returns 1 when there is one, else 0. For what never
 * runs beside itself, and is asked for again while it runs. Only tasks without a `task`. */
int unoops_run_again(void (*fn)(void *), void *arg, void *next, const char *name);

/* Takes a task away that unoops_spawn() was to run fn(arg) in; returns 1 when it had not begun, else 0. */
int unoops_unspawn(void (*fn)(void *), void *arg);

/* What unoops_current() gives from here on, in a task that was spawned without a `task`. */
void unoops_act_as(struct task_struct *task);

/* Ends the calling task at once; its stack is gone. */
void unoops_exit(void) __attribute__((noreturn));

struct task_struct *unoops_current(void);

/* How a function of the module's wants to be called: twice the number of its parameters, and 1 more if it returns something. */
int unoops_shape(const void *fn);

/* The constants that a function of the module's looks for, as far as they can be found: constant `which`, or for -1 how many. */
unsigned int unoops_constants(const void *fn, int which);

/* --- the world around the module, as the user asked for it; the same for a whole run ---- */

/* How many processes of user space use the module at one time. */
unsigned int unoops_users(void);
/* Texts that a process may write beside 1 and 0, since the module tells them apart: byte `at` of text `which`, for -1 its length; for which -1 how many. */
int unoops_text(int which, int at);
/* Structs that the module copies, with what it compares their members with: byte `at` of struct `which`, for -1 its size; for which -1 how many. */
int unoops_record(int which, int at);
/* Whether write() takes structs: 0 no, 1 of any size, 2 of a size that it compares with. */
int unoops_writes_records(void);
/* Whether the module looks at what a file was opened with, at what it does with read(), lseek() and pwrite(), and at whether tasks have ended. */
enum unoops_look { UNOOPS_FLAGS, UNOOPS_MODE, UNOOPS_SIZE, UNOOPS_POSITION, UNOOPS_SEEKS, UNOOPS_OPENS, UNOOPS_ARGUMENT, UNOOPS_EXITS, UNOOPS_WRITES_AT };
int unoops_looks_at(enum unoops_look what);
/* Whether a thread of the module looks at a variable of that name where it waits, or where it ends. */
int unoops_thread_looks_at(const char *name);
/* Numbers of that kind, as unoops_constants() has them. */
int unoops_number(int which);
/* Numbers that the module compares what devices give with: number `which`, or for -1 how many. */
int unoops_device_number(int which);
/* How often each file is used. */
unsigned int unoops_uses(void);
/* How often the module is loaded. */
unsigned int unoops_loads(void);

/* --- choices --------------------------------------------------------------------------- */

/* 0 ... n-1, every one of them is explored. `why` is shown in a witness for a choice other than 0. */
unsigned int unoops_choose(unsigned int n, const char *why);

/* Shall this allocation or creation fail? Always 0 without --faults. `what` names it in a witness. */
int unoops_fault(const char *what);

/* --- memory ---------------------------------------------------------------------------- */

/* A new zeroed object of at least `size` bytes, aligned to 16. `kind` names it: "task_struct",
 * "kthread", a cache's name, or "kmalloc" for what the module asked for. Never fails. */
void *unoops_alloc(unsigned int size, const char *kind);

/* The same, near the tasks that unoops_spawn_for() makes for this owner. */
void *unoops_alloc_for(const void *owner, unsigned int size, const char *kind);

/* Ends the object's life. A pointer that is not the start of a living object is a trap. */
void unoops_free(const void *object);

/* Usable size of the living object that starts here. */
unsigned int unoops_size(const void *object);

/* Whether two addresses lie in one object, which may be freed by now. */
int unoops_same_object(const void *one, const void *other);

/* Of `size` bytes that are written here, how many can be read again: of an object that is too large, the machine has the beginning. */
unsigned int unoops_kept(const void *address, unsigned int size);

/* Whether the model has something at this address: an object, a variable, a stack. */
int unoops_has_memory(const void *address);

/* This word counts the uses of the object that it lies in. Right after an atomic operation of get() or put(), which changed it by 1
 * or -1, else by 0: of what was there before, the caller has learned no more than whether it was 0. Whoever gives back the last use gives back the object, or leaves
 * that to RCU; elsewhere than in there nobody may count on a count of 0. Tells how many uses there are, which is for people only. */
int unoops_counted(const volatile void *count, int change);

/* --- what goes wrong, what is said ----------------------------------------------------- */

enum unoops_trap {
	UNOOPS_BUG,			/* BUG(), BUG_ON() */
	UNOOPS_SLEEP_IN_ATOMIC,	/* `arg`: 0 */
	UNOOPS_REFCOUNT,		/* refcount_t misuse; `arg`: the counter */
	UNOOPS_BAD_LOCK,		/* unlock of what is not held, recursion; `arg`: the lock */
	UNOOPS_BAD_CALL,		/* a call the kernel forbids here; `arg`: what it is about */
	UNOOPS_LOCK_INVERSION,	/* a handler spins for a lock that its own CPU holds; `arg`: the lock */
	UNOOPS_OVERFLOW,		/* more is written to or read of an object than it holds; `arg`: the object */
};

/* A rule of the kernel is broken: in checked memory the run stops with a finding. As shipped, the
 * machine goes on where the kernel would (all but UNOOPS_BUG and UNOOPS_LOCK_INVERSION). `text` says what, in one line. */
void unoops_trap(enum unoops_trap kind, const void *arg, const char *text);

/* WARN(): the kernel prints "WARNING: ... at file:line" and goes on. Not a finding by itself. */
void unoops_warn(const char *file, int line, const char *text);

/* printk: `args` is the va_list, format and arguments are read by the machine when it prints.
 * `level` 0 ... 7. */
void unoops_printk(int level, const char *format, const void *args);

/* snprintf for the kernel's formats; returns the length that would have been written. */
int unoops_snprintf(char *buffer, unsigned int size, const char *format, const void *args);

/* Something a person reading a witness, or a rule, wants to know. Has no effect on the run.
 * `object` is what it happens to, `value` depends on the event. */
enum unoops_event {
	UNOOPS_TASK_NEW,	/* object: task_struct; value: its creation by kthread_create_* */
	UNOOPS_TASK_RUNS,	/* object: task_struct; the thread function is about to be called */
	UNOOPS_TASK_RETURNS,	/* object: task_struct; value: what the thread function returned */
	UNOOPS_TASK_DEAD,	/* object: task_struct; it will never run again */
	UNOOPS_TASK_USAGE,	/* object: task_struct; value: usage count after the change */
	UNOOPS_TASK_STOP,	/* object: task_struct; kthread_stop() was called on it */
	UNOOPS_TASK_STOPPED,	/* object: task_struct; value: what kthread_stop() returns */
	UNOOPS_TASK_WAKE,	/* object: task_struct; value: 1 it slept and is woken, 0 it was running */
	UNOOPS_TASK_SIGNAL,	/* object: task_struct; value: signal number */
	UNOOPS_LOCKED,	/* object: lock */
	UNOOPS_UNLOCKED,	/* object: lock */
	UNOOPS_WAITS,	/* object: lock, completion, wait queue; the task is about to wait for it */
	UNOOPS_CLOCK,	/* a clock was read that has no more hours to pass */
	UNOOPS_UNSET,	/* object: memory that the allocator does not zero; value: its size */
	UNOOPS_INIT,	/* object: struct module; value: what its init function returned */
};
void unoops_note(enum unoops_event event, const volatile void *object, long value);

/* What a process of user space does now, as a shell would have it; a format as printk's, and its va_list. For the witness. */
void unoops_tell(const char *format, const void *args);
/* The same, with what a struct says and its bytes in place of an @. */
void unoops_tell_record(int which, const char *format, const void *args);

/* The module of that number is gone: its text and data must not be touched from here on. */
void unoops_unload(unsigned int module);

/* It is loaded, maybe again, with the variables it came with. What knew it before knows nothing of this one. */
void unoops_load(unsigned int module);

/* An effect the model leaves out on purpose; listed once in the verdict. Constant text. */
void unoops_assume(const char *text);
/* What comes from outside comes so often at most. */
void unoops_assume_times(const char *what, unsigned int times);

#endif
