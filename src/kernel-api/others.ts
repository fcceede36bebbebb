import type { Table } from "./kernel-call.ts";

/** lib/dynamic_debug.c, kernel/printk/, drivers/base/core.c, fs/seq_file.c: as the compiler sees them, behind macros. */
export const PRINTING: Table = {
  printk: { prints: true },
  _printk: { since: "5.15", instead: "printk()", prints: true },
  _dev_emerg: { since: "4.20", prints: true },
  _dev_alert: { since: "4.20", prints: true },
  _dev_crit: { since: "4.20", prints: true },
  _dev_err: { since: "4.20", prints: true },
  _dev_warn: { since: "4.20", prints: true },
  _dev_notice: { since: "4.20", prints: true },
  _dev_info: { prints: true },
  __dynamic_pr_debug: { prints: true },
  seq_printf: { prints: true },
};

/** Names that came or went, and do nothing to a thread. */
export const RENAMED: Table = {
  do_gettimeofday: { until: "5.0", instead: "ktime_get_real_ts64()" },
  getnstimeofday: { until: "5.6", instead: "ktime_get_real_ts64()" },
  get_seconds: { until: "5.6", instead: "ktime_get_real_seconds()" },
  current_kernel_time: { until: "5.0", instead: "ktime_get_coarse_real_ts64()" },
  strlcpy: { until: "6.8", instead: "strscpy()" },
  prandom_u32: { until: "6.1", instead: "get_random_u32()" },
  set_fs: { until: "5.18", instead: "kernel_read() or kernel_write()" },
  get_fs: { until: "5.18", instead: "kernel_read() or kernel_write()" },
  PDE_DATA: { until: "5.17", instead: "pde_data()" },
  pde_data: { since: "5.17", instead: "PDE_DATA()" },
  register_cpu_notifier: { until: "4.10", instead: "cpuhp_setup_state()" },
};

/** Headers are asked for like calls. */
export const HEADERS: Table = {
  "linux/sched/task.h": { since: "4.11", instead: "linux/sched.h" },
  "linux/sched/signal.h": { since: "4.11", instead: "linux/sched.h" },
};
