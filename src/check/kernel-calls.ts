/**
 * What the kernel's functions mean to the life of a thread. Argument numbers count from 0. Names are those of 4.4 to
 * 7.2; a name that a version lacks does no harm.
 */

export interface CreateCall {
  /** Which argument is the thread function. */
  readonly functionArg: number;
  /** Whether the new thread is woken, or waits for wake_up_process(). */
  readonly wakes: boolean;
}

/** include/linux/kthread.h, kernel/kthread.c. All return ERR_PTR on failure, never NULL. */
export const CREATES: ReadonlyMap<string, CreateCall> = new Map([
  ["kthread_run", { functionArg: 0, wakes: true }],
  ["kthread_create", { functionArg: 0, wakes: false }],
  ["kthread_create_on_node", { functionArg: 0, wakes: false }],
  ["kthread_create_on_cpu", { functionArg: 0, wakes: false }],
  ["kthread_run_on_cpu", { functionArg: 0, wakes: true }],
]);

/** Stop a thread and wait for its end; the value says whether they also drop a reference. */
export const STOPS: ReadonlyMap<string, { readonly puts: boolean }> = new Map([
  ["kthread_stop", { puts: false }],
  ["kthread_stop_put", { puts: true }], // since 6.6
]);

/** Take a reference on a task_struct, and drop one. */
export const GETS: ReadonlySet<string> = new Set(["get_task_struct", "tryget_task_struct"]);
export const PUTS: ReadonlySet<string> = new Set([
  "put_task_struct",
  "put_task_struct_many",
  "__put_task_struct",
]);

export const WAKES: ReadonlySet<string> = new Set([
  "wake_up_process",
  "wake_up_state",
  "kthread_unpark",
  "wake_up_new_task",
]);

/** True only once kthread_stop() was called on the current thread. */
export const ASKS_STOP: ReadonlySet<string> = new Set([
  "kthread_should_stop",
  "kthread_freezable_should_stop",
  "__kthread_should_stop",
]);

/** Return only once kthread_stop() was called on the current thread. */
export const WAITS_FOR_STOP: ReadonlySet<string> = new Set([
  "wait_for_kthread_stop", // fs/ and drivers/ have their own of this name
  "torture_kthread_stopping", // kernel/torture.c
]);

/** Never return: the thread ends inside of them. */
export const EXITS: ReadonlySet<string> = new Set([
  "do_exit",
  "make_task_dead",
  "kthread_exit",
  "complete_and_exit",
  "kthread_complete_and_exit",
  "module_put_and_exit",
  "module_put_and_kthread_exit",
  "__module_put_and_exit",
  "__module_put_and_kthread_exit",
  "torture_exit",
]);

/** Exits that hand over to the kernel's own text, so that the module may go at once. */
export const EXITS_IN_KERNEL: ReadonlySet<string> = new Set(
  [...EXITS].filter((name) => name !== "do_exit" && name !== "kthread_exit" && name !== "make_task_dead"),
);

/** Thread functions of the kernel itself that return only when asked to stop. */
export const STAYS_UNTIL_STOPPED: ReadonlySet<string> = new Set([
  "kthread_worker_fn",
  "smpboot_thread_fn",
  "rcu_torture_reader",
]);

/** Sleep for a time; what is left of it is not 0 only if a signal came. */
export const INTERRUPTIBLE_SLEEPS: ReadonlySet<string> = new Set(["msleep_interruptible"]);

/** Sleep for a time; what is left of it is not 0 if somebody woke the thread. */
export const TIMED_SLEEPS: ReadonlySet<string> = new Set([
  "schedule_timeout",
  "schedule_timeout_interruptible",
  "schedule_timeout_uninterruptible",
  "schedule_timeout_killable",
  "schedule_timeout_idle",
  "freezable_schedule_timeout",
  "freezable_schedule_timeout_interruptible",
]);

/** Put the thread where a wake_up() of others finds it. */
export const QUEUES: ReadonlySet<string> = new Set([
  "add_wait_queue",
  "add_wait_queue_exclusive",
  "prepare_to_wait",
  "prepare_to_wait_exclusive",
  "prepare_to_wait_event",
  "prepare_to_swait_exclusive",
]);

/** Read and change a place in one step: of two that race for it, one wins. `xchg()` of the handle itself is not meant. */
export const ATOMIC_EXCHANGES: ReadonlySet<string> = new Set([
  "cmpxchg",
  "atomic_cmpxchg",
  "atomic_xchg",
  "test_and_set_bit",
  "test_and_clear_bit",
  "atomic_dec_and_test",
  "refcount_dec_and_test",
  "atomic_add_unless",
  "atomic_dec_if_positive",
]);

/** Set the thread's state before it sleeps; the value is which argument is the state. */
export const STATE_ARGS: ReadonlyMap<string, number> = new Map([
  ["set_current_state", 0],
  ["__set_current_state", 0],
  ["prepare_to_wait", 2],
  ["prepare_to_wait_exclusive", 2],
]);

/** Free an object by its address. */
export const FREES: ReadonlySet<string> = new Set([
  "kfree",
  "kvfree",
  "vfree",
  "kfree_sensitive",
  "kfree_rcu",
  "kmem_cache_free",
  "devm_kfree",
]);

/** Whether a name is the kthread API's own, whose inside no module cares about. */
export function isKernelCall(name: string): boolean {
  return (
    CREATES.has(name) ||
    STOPS.has(name) ||
    GETS.has(name) ||
    PUTS.has(name) ||
    WAKES.has(name) ||
    KTHREAD_API.test(name)
  );
}

const KTHREAD_API =
  /^(__)?(set_user_nice|sched_set\w*|set_freezable|task_pid_nr|get_task_comm|kthread_(bind|set_per_cpu|park|unpark|data|probe_data|func|is_per_cpu|use_mm)|to_kthread|set_cpus_allowed)/;

export interface WaitCall {
  /** Which argument is the condition it waits for; undefined when that is not in the source. */
  readonly conditionArg: number | undefined;
  readonly interruptible: boolean;
  /** Whether it also returns when some time is over. */
  readonly timeout: boolean;
}

function wait(conditionArg: number | undefined, interruptible: boolean, timeout: boolean): WaitCall {
  return { conditionArg, interruptible, timeout };
}

/** include/linux/wait.h, completion.h, semaphore.h, mutex.h: 0 for done, -ERESTARTSYS or -EINTR when a signal came. */
export const WAITS: ReadonlyMap<string, WaitCall> = new Map([
  ["wait_event", wait(1, false, false)],
  ["io_wait_event", wait(1, false, false)],
  ["swait_event", wait(1, false, false)],
  ["swait_event_exclusive", wait(1, false, false)],
  ["swait_event_idle_exclusive", wait(1, false, false)],
  ["rcuwait_wait_event", wait(1, false, false)],
  ["___wait_event", wait(1, false, true)],
  ["wait_event_idle", wait(1, false, false)],
  ["wait_event_idle_exclusive", wait(1, false, false)],
  ["wait_event_exclusive_cmd", wait(1, false, false)],
  ["wait_event_cmd", wait(1, false, false)],
  ["wait_event_lock_irq", wait(1, false, false)],
  ["wait_event_lock_irq_cmd", wait(1, false, false)],
  ["wait_event_killable", wait(1, false, false)],
  ["wait_event_freezable", wait(1, true, false)],
  ["wait_event_freezable_exclusive", wait(1, true, false)],
  ["wait_event_interruptible", wait(1, true, false)],
  ["wait_event_interruptible_exclusive", wait(1, true, false)],
  ["wait_event_interruptible_locked", wait(1, true, false)],
  ["wait_event_interruptible_locked_irq", wait(1, true, false)],
  ["wait_event_interruptible_lock_irq", wait(1, true, false)],
  ["wait_event_interruptible_lock_irq_cmd", wait(1, true, false)],
  ["swait_event_interruptible_exclusive", wait(1, true, false)],
  ["wait_event_timeout", wait(1, false, true)],
  ["wait_event_idle_timeout", wait(1, false, true)],
  ["wait_event_killable_timeout", wait(1, false, true)],
  ["swait_event_timeout_exclusive", wait(1, false, true)],
  ["swait_event_idle_timeout_exclusive", wait(1, false, true)],
  ["wait_event_lock_irq_timeout", wait(1, false, true)],
  ["wait_event_interruptible_timeout", wait(1, true, true)],
  ["wait_event_freezable_timeout", wait(1, true, true)],
  ["wait_event_interruptible_lock_irq_timeout", wait(1, true, true)],
  ["wait_event_interruptible_hrtimeout", wait(1, true, true)],
  ["swait_event_interruptible_timeout_exclusive", wait(1, true, true)],
  ["wait_for_completion_interruptible", wait(undefined, true, false)],
  ["wait_for_completion_interruptible_timeout", wait(undefined, true, true)],
  ["down_interruptible", wait(undefined, true, false)],
  ["mutex_lock_interruptible", wait(undefined, true, false)],
  ["down_read_interruptible", wait(undefined, true, false)],
]);

/** Whether a signal is pending for the thread itself. */
export const ASKS_SIGNAL: ReadonlySet<string> = new Set([
  "signal_pending",
  "fatal_signal_pending",
  "task_sigpending",
]);

export type LockKind = "sleeping" | "spinning";

export interface LockCall {
  readonly kind: LockKind;
  readonly lockArg: number;
}

const SLEEPING: LockCall = { kind: "sleeping", lockArg: 0 };
const SPINNING: LockCall = { kind: "spinning", lockArg: 0 };

/** Locks that wait until they are had. */
export const LOCKS: ReadonlyMap<string, LockCall> = new Map([
  ...["mutex_lock", "mutex_lock_nested", "down", "down_write", "rt_mutex_lock"].map(
    (name): [string, LockCall] => [name, SLEEPING],
  ),
  ...[
    "spin_lock",
    "spin_lock_bh",
    "spin_lock_irq",
    "spin_lock_irqsave",
    "raw_spin_lock",
    "raw_spin_lock_irq",
    "raw_spin_lock_irqsave",
    "write_lock",
    "write_lock_bh",
    "write_lock_irq",
    "write_lock_irqsave",
  ].map((name): [string, LockCall] => [name, SPINNING]),
]);

export const UNLOCKS: ReadonlySet<string> = new Set([
  "mutex_unlock",
  "up",
  "up_write",
  "rt_mutex_unlock",
  "spin_unlock",
  "spin_unlock_bh",
  "spin_unlock_irq",
  "spin_unlock_irqrestore",
  "raw_spin_unlock",
  "raw_spin_unlock_irq",
  "raw_spin_unlock_irqrestore",
  "write_unlock",
  "write_unlock_bh",
  "write_unlock_irq",
  "write_unlock_irqrestore",
]);

/** Send a signal; the value is which argument is the task. */
export const SIGNALS: ReadonlyMap<string, number> = new Map([
  ["send_sig", 1],
  ["send_sig_info", 2],
  ["force_sig", 0],
  ["kill_pid", 0],
]);

/** Give back their (first) argument or a flag of it: hints to the compiler, and checked reads. */
export const TRANSPARENT: ReadonlySet<string> = new Set([
  "likely",
  "unlikely",
  "READ_ONCE",
  "ACCESS_ONCE",
  "smp_load_acquire",
  "rcu_dereference",
  "rcu_dereference_protected",
  "WARN_ON",
  "WARN_ON_ONCE",
  "WARN",
  "WARN_ONCE",
  "BUG_ON",
  "__builtin_expect",
  "ERR_CAST",
]);
