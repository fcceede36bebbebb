/** One row of the book: what a function or macro of the kernel does, and which releases have it. Argument numbers count from 0. */
export interface KernelCall {
  /** The release that first has it, and the first one that no longer does. */
  readonly since?: Release;
  readonly until?: Release;
  /** The release that has it again. */
  readonly again?: Release;
  /** Where it is not there it is in the kernel, and EXPORT_SYMBOL() is missing: for good, or in releases without it. */
  readonly unexported?: "ever" | "else";
  /** Older releases whose late updates brought the change already: read from 5.10.223 and 6.1.176. */
  readonly backported?: readonly Release[];
  /** What to write in its place where it is not there. */
  readonly instead?: string;

  // A thread's life: kernel/kthread.c
  readonly creates?: Creating;
  /** Stops a thread and waits for its end; `puts`: it drops a reference as well. */
  readonly stops?: { readonly puts: boolean };
  /** Stops the thread of a kthread_worker, which it is given instead of the thread. */
  readonly stopsWorker?: true;
  /** What the current thread asks whether somebody wants of it. */
  readonly asks?: "stop" | "park" | "signal";
  /** Returns only once kthread_stop() was called: a call, or a thread function of the kernel's own. */
  readonly staysUntilStopped?: "call" | "thread function";
  readonly parking?: "parks" | "unparks" | "stays parked";
  /** Never returns: the thread ends in it. Whom it tells at the same moment, from the kernel's own text, so that the module may go. */
  readonly exits?: "nobody told" | "completing" | "putting the module";

  // A task_struct: include/linux/sched/task.h
  readonly gets?: true;
  readonly puts?: true;
  readonly readsTask?: true;
  readonly wakes?: true;
  /** Sends a signal; the value is which argument is the task. */
  readonly signals?: number;
  /** Does something else to a task, and keeps no pointer to it. */
  readonly onTask?: true;

  // What runs later: kernel/time/timer.c, kernel/softirq.c, kernel/workqueue.c
  /** Sets up a callback, its first argument; which one is the function that it calls. */
  readonly binds?: { readonly kind: CallbackKind; readonly functionArg: number };
  readonly arms?: { readonly kind: CallbackKind; readonly arg: number };
  /** Which argument says when it is to happen. */
  readonly expiryArg?: number;
  readonly ends?: { readonly kind: CallbackKind; readonly how: Ending };
  /** Waits for all the work of a queue. */
  readonly endsAllWork?: true;

  // Waiting: kernel/sched/wait.c, completion.c
  readonly waits?: WaitCall;
  /** Sleeps for a time; what is left of it is not 0 only if a signal came, or somebody woke the thread. */
  readonly sleepsUntil?: "signal" | "wakeup";
  /** Puts the thread where a wake_up() of others finds it. */
  readonly queues?: true;
  /** Sets the thread's state before it sleeps; which argument it is. */
  readonly stateArg?: number;
  /** Ends the wait for a completion. */
  readonly completes?: true;

  // Locks: kernel/locking/
  readonly locks?: LockKind;
  readonly unlocks?: true;
  /** The one lock that a call without an argument is about. */
  readonly theLock?: string;

  // Memory
  /** Frees an object by its address; `later`: after a grace period. */
  readonly frees?: { readonly arg: number; readonly later?: true };
  /** Writes a place, its first argument, as `place = value` does; `exchanges` gives what was there before. */
  readonly stores?: "writes" | "exchanges";
  /** Reads and changes a place in one step: of two that race for it, one wins. `writes` is the other half of such a race. */
  readonly atomic?: "wins" | "writes";
  /** Reads a flag or a counter, or makes it something, and is no plain access. */
  readonly flag?: {
    /** The argument that points to it. */
    readonly at: number;
    /** The argument that says which bit of it. */
    readonly bit?: number;
    readonly becomes?: "0" | "1" | "++" | "--" | "argument" | "third argument";
  };
  /** Gives back its first argument, or a flag of it. */
  readonly transparent?: true;
  /** Is the place that its first argument names, or points to it: one for each CPU, like an element of an array, or the only one. */
  readonly place?: "one" | "per CPU";
  /** Prints: it decides nothing, and says nothing about an interleaving. */
  readonly prints?: true;
}

export type Release = `${number}.${number}`;
export type Table = Readonly<Record<string, KernelCall>>;

export interface Creating {
  /** Which argument is the thread function. */
  readonly functionArg: number;
  /** Whether the new thread is woken, or waits for wake_up_process(). */
  readonly wakes: boolean;
  /** The call with the same arguments that leaves the thread asleep, or wakes it. */
  readonly twin?: string;
}

export type CallbackKind =
  | "timer"
  | "hrtimer"
  | "tasklet"
  | "irq work"
  | "work"
  | "delayed work"
  | "rcu work"
  | "kthread work"
  | "delayed kthread work";

/**
 * What is left of a callback that was armed before the call: nothing, and it cannot be armed again; nothing, though it may be armed
 * again; nothing, since what was queued has run first; one that is running; one that stays in the queue.
 */
type Ending = "for good" | "cancelled" | "flushed" | "may be running" | "stays queued";

export interface WaitCall {
  /** Which argument is the condition it waits for; undefined when that is not in the source. */
  readonly conditionArg?: number;
  readonly interruptible: boolean;
  /** Whether it also returns when some time is over. */
  readonly timeout: boolean;
}

/**
 * `shared`: several tasks may hold it at once, and it waits only for who holds it alone. `reading`: an RCU reader's section, which
 * nobody waits to enter, and in which nobody may sleep.
 */
export type LockKind = (typeof LOCK_KINDS)[number];

/** Every way to hold a lock. */
export const LOCK_KINDS = ["sleeping", "spinning", "shared", "reading"] as const;
