/**
 * What the kernel may call later: who sets it going, and who sees to it that it neither runs nor will run. Argument numbers count
 * from 0. Names are those of 4.4 to 7.2; a name that a version lacks does no harm.
 */
export type CallbackKind = "timer" | "tasklet" | "work" | "delayed work";

/** include/linux/timer.h, interrupt.h, workqueue.h: which argument names the timer, tasklet or work. */
export const STARTS: ReadonlyMap<string, { readonly kind: CallbackKind; readonly arg: number }> = new Map([
  ["mod_timer", { kind: "timer", arg: 0 }],
  ["add_timer", { kind: "timer", arg: 0 }],
  ["tasklet_schedule", { kind: "tasklet", arg: 0 }],
  ["tasklet_hi_schedule", { kind: "tasklet", arg: 0 }],
  ["schedule_work", { kind: "work", arg: 0 }],
  ["queue_work", { kind: "work", arg: 1 }],
  ["schedule_delayed_work", { kind: "delayed work", arg: 0 }],
  ["queue_delayed_work", { kind: "delayed work", arg: 1 }],
  ["mod_delayed_work", { kind: "delayed work", arg: 1 }],
]);

/** Calls that end one callback for good, or wait for it, by its address; flush_work() and its kin wait for what is queued. */
export const ENDS: ReadonlySet<string> = new Set([
  "del_timer_sync",
  "timer_delete_sync",
  "del_singleshot_timer_sync",
  "timer_shutdown_sync",
  "try_to_del_timer_sync",
  "timer_delete_sync_try",
  "tasklet_kill",
  "cancel_work_sync",
  "cancel_delayed_work_sync",
  "disable_work_sync",
  "disable_delayed_work_sync",
  "flush_work",
  "flush_delayed_work",
]);

/** Calls that wait for all the work of a queue. */
export const ENDS_ALL_WORK: ReadonlySet<string> = new Set([
  "destroy_workqueue",
  "flush_workqueue",
  "__flush_workqueue",
  "drain_workqueue",
  "flush_scheduled_work",
]);
