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

/** Read members of a task_struct: include/linux/pid.h, sched.h. */
export const READS_TASK: ReadonlySet<string> = new Set([
  "task_pid",
  "task_pid_nr",
  "task_pid_vnr",
  "task_tgid",
  "task_tgid_nr",
  "task_nice",
  "task_cpu",
  "task_state_to_char",
  "get_task_comm",
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
  "torture_must_stop", // kernel/torture.c; its callers then wait for the stop
]);

/** Return only once kthread_stop() was called on the current thread. */
export const WAITS_FOR_STOP: ReadonlySet<string> = new Set([
  "wait_for_kthread_stop", // fs/ and drivers/ have their own of this name
  "torture_kthread_stopping", // kernel/torture.c
]);

/** Parks another thread, or lets it go on; kthread_stop() lets it go on, too. */
export const PARKS = "kthread_park";
export const UNPARKS = "kthread_unpark";

/** Whether somebody has asked the current thread to park; and the call in which it then stays. */
export const ASKS_PARK = "kthread_should_park";
export const PARKED = "kthread_parkme";

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

/** Thread functions of the kernel itself that return only when asked to stop. */
export const STAYS_UNTIL_STOPPED: ReadonlySet<string> = new Set(["kthread_worker_fn", "smpboot_thread_fn"]);
