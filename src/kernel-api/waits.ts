import type { KernelCall, Release, Table } from "./kernel-call.ts";

/** What ends a wait besides its condition. */
type Ends = "" | "signal" | "time" | "signal, time";

function wait(ends: Ends, conditionArg?: number): Pick<KernelCall, "waits"> {
  const interruptible = ends.startsWith("signal");
  const timeout = ends.endsWith("time");
  return {
    waits: conditionArg === undefined ? { interruptible, timeout } : { conditionArg, interruptible, timeout },
  };
}

function since(release: Release, row: KernelCall): KernelCall {
  return { since: release, ...row };
}

/** include/linux/wait.h, swait.h, completion.h, semaphore.h, mutex.h: 0 for done, -ERESTARTSYS or -EINTR when a signal came. */
export const WAIT_CALLS: Table = {
  wait_event: wait("", 1),
  io_wait_event: wait("", 1),
  swait_event: { until: "4.19", instead: "swait_event_exclusive()", ...wait("", 1) },
  swait_event_exclusive: since("4.19", wait("", 1)),
  swait_event_idle_exclusive: since("4.19", wait("", 1)),
  rcuwait_wait_event: since("4.11", wait("", 1)),
  ___wait_event: wait("time", 1),
  wait_event_idle: since("4.15", wait("", 1)),
  wait_event_idle_exclusive: since("4.15", wait("", 1)),
  wait_event_exclusive_cmd: wait("", 1),
  wait_event_cmd: wait("", 1),
  wait_event_lock_irq: wait("", 1),
  wait_event_lock_irq_cmd: wait("", 1),
  wait_event_killable: wait("", 1),
  wait_event_freezable: wait("signal", 1),
  wait_event_freezable_exclusive: wait("signal", 1),
  wait_event_interruptible: wait("signal", 1),
  wait_event_interruptible_exclusive: wait("signal", 1),
  wait_event_interruptible_locked: wait("signal", 1),
  wait_event_interruptible_locked_irq: wait("signal", 1),
  wait_event_interruptible_lock_irq: wait("signal", 1),
  wait_event_interruptible_lock_irq_cmd: wait("signal", 1),
  swait_event_interruptible_exclusive: since("4.19", wait("signal", 1)),
  wait_event_timeout: wait("time", 1),
  wait_event_idle_timeout: since("4.15", wait("time", 1)),
  wait_event_killable_timeout: wait("time", 1),
  swait_event_timeout_exclusive: since("4.19", wait("time", 1)),
  swait_event_idle_timeout_exclusive: since("4.19", wait("time", 1)),
  wait_event_lock_irq_timeout: wait("time", 1),
  wait_event_interruptible_timeout: wait("signal, time", 1),
  wait_event_freezable_timeout: wait("signal, time", 1),
  wait_event_interruptible_lock_irq_timeout: wait("signal, time", 1),
  wait_event_interruptible_hrtimeout: wait("signal, time", 1),
  swait_event_interruptible_timeout_exclusive: since("4.19", wait("signal, time", 1)),
  wait_for_completion_interruptible: wait("signal"),
  wait_for_completion_interruptible_timeout: wait("signal, time"),
  down_interruptible: wait("signal"),
  mutex_lock_interruptible: wait("signal"),
  down_read_interruptible: since("5.11", { backported: ["5.10"], ...wait("signal") }),

  complete: { completes: true },
  complete_all: { completes: true },
};

/** kernel/time/timer.c, include/linux/sched.h, freezer.h, kernel/sched/wait.c. */
export const SLEEPS: Table = {
  msleep_interruptible: { sleepsUntil: "signal" },
  schedule_timeout: { sleepsUntil: "wakeup" },
  schedule_timeout_interruptible: { sleepsUntil: "wakeup" },
  schedule_timeout_uninterruptible: { sleepsUntil: "wakeup" },
  schedule_timeout_killable: { sleepsUntil: "wakeup" },
  schedule_timeout_idle: { since: "4.6", sleepsUntil: "wakeup" },
  freezable_schedule_timeout: { until: "6.1", instead: "schedule_timeout()", sleepsUntil: "wakeup" },
  freezable_schedule_timeout_interruptible: {
    until: "6.1",
    instead: "schedule_timeout() in TASK_INTERRUPTIBLE | TASK_FREEZABLE",
    sleepsUntil: "wakeup",
  },
  set_current_state: { stateArg: 0 },
  __set_current_state: { stateArg: 0 },
  add_wait_queue: { queues: true },
  add_wait_queue_exclusive: { queues: true },
  prepare_to_wait: { queues: true, stateArg: 2 },
  prepare_to_wait_exclusive: { queues: true, stateArg: 2 },
  prepare_to_wait_event: { queues: true },
  prepare_to_swait_exclusive: { since: "4.19", queues: true },
};
