import type { Table } from "./kernel-call.ts";

/** include/linux/timer.h, hrtimer.h: timers. */
export const TIMERS: Table = {
  mod_timer: { arms: { kind: "timer", arg: 0 }, expiryArg: 1 },
  mod_timer_pending: { expiryArg: 1 }, // changes a timer that is armed, and arms none
  timer_reduce: { since: "4.15", instead: "mod_timer()", arms: { kind: "timer", arg: 0 }, expiryArg: 1 },
  add_timer: { arms: { kind: "timer", arg: 0 } },
  add_timer_on: { arms: { kind: "timer", arg: 0 } },
  timer_setup: { since: "4.14", instead: "setup_timer()", binds: { kind: "timer", functionArg: 1 } },
  timer_setup_on_stack: {
    since: "4.14",
    instead: "setup_timer_on_stack()",
    binds: { kind: "timer", functionArg: 1 },
  },
  setup_timer: { until: "4.15", instead: "timer_setup()", binds: { kind: "timer", functionArg: 1 } },
  setup_timer_on_stack: {
    until: "4.15",
    instead: "timer_setup_on_stack()",
    binds: { kind: "timer", functionArg: 1 },
  },
  DEFINE_TIMER: { binds: { kind: "timer", functionArg: 1 } },
  init_timer: { until: "4.15", instead: "timer_setup()" },
  init_timer_deferrable: { until: "4.15", instead: "timer_setup() with TIMER_DEFERRABLE" },
  from_timer: { since: "4.14", until: "6.16", instead: "timer_container_of()" },
  timer_container_of: { since: "6.16", instead: "from_timer()" },
  destroy_timer_on_stack: { until: "6.16", instead: "timer_destroy_on_stack()" },
  timer_destroy_on_stack: { since: "6.16", instead: "destroy_timer_on_stack()" },

  del_timer: {
    until: "6.15",
    instead: "timer_delete()",
    ends: { kind: "timer", how: "may be running" },
  },
  timer_delete: {
    since: "6.2",
    backported: ["6.1"],
    instead: "del_timer()",
    ends: { kind: "timer", how: "may be running" },
  },
  timer_shutdown: {
    since: "6.2",
    backported: ["6.1"],
    instead: "del_timer()",
    ends: { kind: "timer", how: "may be running" },
  },
  del_timer_sync: {
    until: "6.15",
    instead: "timer_delete_sync()",
    ends: { kind: "timer", how: "cancelled" },
  },
  timer_delete_sync: {
    since: "6.2",
    backported: ["5.10", "6.1"],
    instead: "del_timer_sync()",
    ends: { kind: "timer", how: "cancelled" },
  },
  timer_shutdown_sync: {
    since: "6.2",
    backported: ["6.1"],
    instead: "del_timer_sync()",
    ends: { kind: "timer", how: "for good" },
  },
  del_singleshot_timer_sync: {
    until: "6.2",
    backported: ["6.1"],
    instead: "del_timer_sync()",
    ends: { kind: "timer", how: "cancelled" },
  },
  // these two say -1 while it is running, and their callers go round
  try_to_del_timer_sync: {
    until: "6.16",
    instead: "timer_delete_sync_try()",
    ends: { kind: "timer", how: "cancelled" },
  },
  timer_delete_sync_try: {
    since: "6.16",
    instead: "try_to_del_timer_sync()",
    ends: { kind: "timer", how: "cancelled" },
  },

  hrtimer_init: { until: "6.15", instead: "hrtimer_setup()" },
  hrtimer_setup: {
    since: "6.13",
    instead: "hrtimer_init()",
    binds: { kind: "hrtimer", functionArg: 1 },
  },
  hrtimer_start: { arms: { kind: "hrtimer", arg: 0 } },
  hrtimer_start_range_ns: { arms: { kind: "hrtimer", arg: 0 } },
  hrtimer_start_expires: { arms: { kind: "hrtimer", arg: 0 } },
  hrtimer_restart: { arms: { kind: "hrtimer", arg: 0 } },
  hrtimer_cancel: { ends: { kind: "hrtimer", how: "cancelled" } },
  // says -1 while its handler is running
  hrtimer_try_to_cancel: { ends: { kind: "hrtimer", how: "may be running" } },
};

/** include/linux/interrupt.h, irq_work.h, rcupdate.h: tasklets, irq_work and RCU callbacks. */
export const SOFTIRQS: Table = {
  tasklet_schedule: { arms: { kind: "tasklet", arg: 0 } },
  tasklet_hi_schedule: { arms: { kind: "tasklet", arg: 0 } },
  tasklet_kill: { ends: { kind: "tasklet", how: "cancelled" } },
  tasklet_disable: { ends: { kind: "tasklet", how: "stays queued" } },
  tasklet_disable_nosync: { ends: { kind: "tasklet", how: "stays queued" } },
  tasklet_setup: { since: "5.9", instead: "tasklet_init()", binds: { kind: "tasklet", functionArg: 1 } },
  tasklet_init: { binds: { kind: "tasklet", functionArg: 1 } },
  DECLARE_TASKLET: { binds: { kind: "tasklet", functionArg: 1 } },
  from_tasklet: { since: "5.9", instead: "container_of()" },

  init_irq_work: { binds: { kind: "irq work", functionArg: 1 } },
  DEFINE_IRQ_WORK: { binds: { kind: "irq work", functionArg: 1 } },
  irq_work_queue: { arms: { kind: "irq work", arg: 0 } },
  irq_work_queue_on: { arms: { kind: "irq work", arg: 0 } },
  irq_work_sync: { ends: { kind: "irq work", how: "flushed" } },

  call_rcu_bh: { until: "5.1", instead: "call_rcu()" },
  call_rcu_sched: { until: "5.1", instead: "call_rcu()" },
  synchronize_sched: { until: "5.1", instead: "synchronize_rcu()" },
  synchronize_rcu_bh: { until: "5.1", instead: "synchronize_rcu()" },
};

/** include/linux/workqueue.h. */
export const WORK: Table = {
  INIT_WORK: { binds: { kind: "work", functionArg: 1 } },
  INIT_WORK_ONSTACK: { binds: { kind: "work", functionArg: 1 } },
  DECLARE_WORK: { binds: { kind: "work", functionArg: 1 } },
  INIT_DELAYED_WORK: { binds: { kind: "delayed work", functionArg: 1 } },
  INIT_DEFERRABLE_WORK: { binds: { kind: "delayed work", functionArg: 1 } },
  DECLARE_DEFERRABLE_WORK: { binds: { kind: "delayed work", functionArg: 1 } },
  DECLARE_DELAYED_WORK: { binds: { kind: "delayed work", functionArg: 1 } },
  schedule_work: { arms: { kind: "work", arg: 0 } },
  queue_work: { arms: { kind: "work", arg: 1 } },
  schedule_delayed_work: { arms: { kind: "delayed work", arg: 0 } },
  queue_delayed_work: { arms: { kind: "delayed work", arg: 1 } },
  mod_delayed_work: { arms: { kind: "delayed work", arg: 1 } },

  INIT_RCU_WORK: {
    since: "4.18",
    instead: "INIT_WORK() and call_rcu()",
    binds: { kind: "rcu work", functionArg: 1 },
  },
  queue_rcu_work: {
    since: "4.18",
    instead: "queue_work() in an RCU callback",
    arms: { kind: "rcu work", arg: 1 },
  },
  flush_rcu_work: {
    since: "4.18",
    instead: "rcu_barrier() and flush_work()",
    ends: { kind: "rcu work", how: "flushed" },
  },

  flush_work: { ends: { kind: "work", how: "flushed" } },
  flush_delayed_work: { ends: { kind: "delayed work", how: "flushed" } },
  cancel_work: {
    since: "4.16",
    instead: "cancel_work_sync()",
    ends: { kind: "work", how: "may be running" },
  },
  cancel_delayed_work: { ends: { kind: "delayed work", how: "may be running" } },
  cancel_work_sync: { ends: { kind: "work", how: "cancelled" } },
  cancel_delayed_work_sync: { ends: { kind: "delayed work", how: "cancelled" } },
  disable_work_sync: {
    since: "6.10",
    instead: "cancel_work_sync()",
    ends: { kind: "work", how: "for good" },
  },
  disable_delayed_work_sync: {
    since: "6.10",
    instead: "cancel_delayed_work_sync()",
    ends: { kind: "delayed work", how: "for good" },
  },

  destroy_workqueue: { endsAllWork: true },
  flush_workqueue: { endsAllWork: true },
  __flush_workqueue: { since: "6.6", backported: ["6.1"], endsAllWork: true },
  drain_workqueue: { endsAllWork: true },
  flush_scheduled_work: { endsAllWork: true },
};
