/**
 * What the kernel's functions mean to the life of a thread. Argument numbers count from 0. Names are those of 4.4 to
 * 7.2; a name that a version lacks does no harm.
 */

/** Sleep, whatever else they do; those that let a lock go while they wait are not meant. */
export const SLEEPS =
  /^(?:[ms]sleep(?:_interruptible)?|usleep_range|fsleep|(?:io_)?schedule(?:_timeout(?:_\w+)?)?|mutex_lock(?:_interruptible|_killable)?|down(?:_interruptible|_killable|_read|_write)?|wait_for_completion(?:_\w+)?|s?wait_event(?!.*lock)(?:_\w+)?|kthread_stop|synchronize_rcu|flush_work(?:queue)?|cancel_(?:delayed_)?work_sync)$/;

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

/** Set the thread's state before it sleeps; the value is which argument is the state. */
export const STATE_ARGS: ReadonlyMap<string, number> = new Map([
  ["set_current_state", 0],
  ["__set_current_state", 0],
  ["prepare_to_wait", 2],
  ["prepare_to_wait_exclusive", 2],
]);

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
