import type { Table } from "./kernel-call.ts";

/** include/linux/kthread.h, kernel/kthread.c, kernel/exit.c; creations return ERR_PTR on failure, never NULL. */
export const THREADS: Table = {
  kthread_run: { creates: { functionArg: 0, wakes: true, twin: "kthread_create" } },
  kthread_create: { creates: { functionArg: 0, wakes: false, twin: "kthread_run" } },
  kthread_create_on_node: { creates: { functionArg: 0, wakes: false } },
  kthread_create_on_cpu: { creates: { functionArg: 0, wakes: false, twin: "kthread_run_on_cpu" } },
  kthread_run_on_cpu: {
    since: "5.17",
    instead: "kthread_create_on_cpu() and wake_up_process()",
    creates: { functionArg: 0, wakes: true, twin: "kthread_create_on_cpu" },
  },
  daemonize: { until: "3.8", instead: "kthread_run()" },

  kthread_stop: { stops: { puts: false } },
  kthread_stop_put: {
    since: "6.6",
    instead: "kthread_stop() and put_task_struct()",
    stops: { puts: true },
  },
  kthread_should_stop: { asks: "stop" },
  kthread_freezable_should_stop: { asks: "stop" },
  torture_must_stop: { asks: "stop" }, // kernel/torture.c; its callers then wait for the stop
  torture_kthread_stopping: { staysUntilStopped: "call" }, // kernel/torture.c
  wait_for_kthread_stop: { staysUntilStopped: "call" }, // fs/ and drivers/ have their own of this name
  smpboot_thread_fn: { staysUntilStopped: "thread function" },

  kthread_park: { parking: "parks", onTask: true },
  kthread_unpark: { parking: "unparks", wakes: true },
  kthread_should_park: { asks: "park" },
  kthread_parkme: { parking: "stays parked" },

  // read from the trees: not exported in 6.1 and 6.12, and again in 7.2; make_task_dead() in none
  do_exit: {
    until: "5.17",
    again: "7.2",
    unexported: "else",
    instead: "return in the thread function",
    exits: "nobody told",
  },
  make_task_dead: { unexported: "ever", instead: "return in the thread function", exits: "nobody told" },
  kthread_exit: { since: "5.17", backported: ["5.10"], instead: "do_exit()", exits: "nobody told" },
  complete_and_exit: { until: "5.17", instead: "kthread_complete_and_exit()", exits: "completing" },
  kthread_complete_and_exit: { since: "5.17", instead: "complete_and_exit()", exits: "completing" },
  module_put_and_exit: {
    until: "5.17",
    backported: ["5.10"],
    instead: "module_put_and_kthread_exit()",
    exits: "putting the module",
  },
  module_put_and_kthread_exit: {
    since: "5.17",
    backported: ["5.10"],
    instead: "module_put_and_exit()",
    exits: "putting the module",
  },
  __module_put_and_exit: {
    until: "5.17",
    backported: ["5.10"],
    instead: "__module_put_and_kthread_exit()",
    exits: "putting the module",
  },
  __module_put_and_kthread_exit: {
    since: "5.17",
    backported: ["5.10"],
    instead: "__module_put_and_exit()",
    exits: "putting the module",
  },

  kthread_bind: { onTask: true },
  kthread_bind_mask: { onTask: true },
  kthread_set_per_cpu: { onTask: true },
  kthread_is_per_cpu: { onTask: true },
  kthread_data: { onTask: true },
  kthread_probe_data: { onTask: true },
  kthread_func: { since: "5.9", onTask: true },
  kthread_use_mm: { onTask: true },
  to_kthread: { onTask: true },

  init_kthread_worker: { until: "4.9", instead: "kthread_init_worker()" },
  init_kthread_work: {
    until: "4.9",
    instead: "kthread_init_work()",
    binds: { kind: "kthread work", functionArg: 1 },
  },
  queue_kthread_work: {
    until: "4.9",
    instead: "kthread_queue_work()",
    arms: { kind: "kthread work", arg: 1 },
  },
  flush_kthread_work: {
    until: "4.9",
    instead: "kthread_flush_work()",
    ends: { kind: "kthread work", how: "flushed" },
  },
  flush_kthread_worker: { until: "4.9", instead: "kthread_flush_worker()" },
  kthread_init_worker: { since: "4.9", instead: "init_kthread_worker()" },
  kthread_init_work: {
    since: "4.9",
    instead: "init_kthread_work()",
    binds: { kind: "kthread work", functionArg: 1 },
  },
  kthread_queue_work: {
    since: "4.9",
    instead: "queue_kthread_work()",
    arms: { kind: "kthread work", arg: 1 },
  },
  kthread_flush_work: {
    since: "4.9",
    instead: "flush_kthread_work()",
    ends: { kind: "kthread work", how: "flushed" },
  },
  kthread_flush_worker: { since: "4.9", instead: "flush_kthread_worker()" },
  kthread_cancel_work_sync: { since: "4.9", ends: { kind: "kthread work", how: "cancelled" } },
  kthread_init_delayed_work: { since: "4.9", binds: { kind: "delayed kthread work", functionArg: 1 } },
  kthread_queue_delayed_work: { since: "4.9", arms: { kind: "delayed kthread work", arg: 1 } },
  kthread_mod_delayed_work: { since: "4.9", arms: { kind: "delayed kthread work", arg: 1 } },
  kthread_cancel_delayed_work_sync: {
    since: "4.9",
    ends: { kind: "delayed kthread work", how: "cancelled" },
  },
  DEFINE_KTHREAD_WORK: { binds: { kind: "kthread work", functionArg: 1 } },
  DEFINE_KTHREAD_DELAYED_WORK: { since: "4.9", binds: { kind: "delayed kthread work", functionArg: 1 } },
  kthread_create_worker: { since: "4.9" },
  kthread_run_worker: { since: "6.14", instead: "kthread_create_worker()" },
  kthread_destroy_worker: { since: "4.9", stopsWorker: true },
  kthread_worker_fn: { staysUntilStopped: "thread function" },
};

/** include/linux/sched.h, sched/task.h, sched/signal.h, pid.h. */
export const TASKS: Table = {
  get_task_struct: { gets: true },
  tryget_task_struct: { since: "6.8", instead: "get_task_struct()", gets: true },
  put_task_struct: { puts: true },
  put_task_struct_many: { since: "5.6", puts: true },
  __put_task_struct: { puts: true },
  wake_up_process: { wakes: true },
  wake_up_state: { wakes: true },
  wake_up_new_task: { wakes: true },

  task_pid: { readsTask: true },
  task_pid_nr: { readsTask: true, onTask: true },
  task_pid_nr_ns: { onTask: true },
  task_pid_vnr: { readsTask: true },
  task_tgid: { readsTask: true },
  task_tgid_nr: { readsTask: true },
  task_nice: { readsTask: true },
  task_cpu: { readsTask: true },
  task_state_to_char: { readsTask: true },
  get_task_comm: { readsTask: true, onTask: true },

  set_user_nice: { onTask: true },
  set_freezable: { onTask: true },
  set_freezable_with_signal: { until: "3.3", instead: "set_freezable()", onTask: true },
  set_cpus_allowed: { until: "4.3", instead: "set_cpus_allowed_ptr()", onTask: true },
  set_cpus_allowed_ptr: { onTask: true },
  sched_setaffinity: { onTask: true },
  sched_setattr: { onTask: true },
  sched_setattr_nocheck: { onTask: true },
  sched_setscheduler: { onTask: true },
  sched_setscheduler_nocheck: { onTask: true },
  sched_set_fifo: { since: "5.9", instead: "sched_setscheduler()", onTask: true },
  sched_set_fifo_low: { since: "5.9", instead: "sched_setscheduler()", onTask: true },
  sched_set_normal: { since: "5.9", instead: "set_user_nice()", onTask: true },

  send_sig: { signals: 1 },
  send_sig_info: { signals: 2 },
  force_sig: { signals: 0 },
  kill_pid: { signals: 0 },
  signal_pending: { asks: "signal" },
  fatal_signal_pending: { asks: "signal" },
  task_sigpending: { asks: "signal" },
};
