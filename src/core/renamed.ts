import { KERNEL_VERSIONS, versionCode, type KernelVersion } from "./kernel-version.ts";

/** A name of the kernel's API that not every modelled kernel has; read from the trees, and from kernel/ and include/ of each. */
interface Renamed {
  /** The release that first has it, and the first one that no longer does. */
  readonly since?: string;
  readonly until?: string;
  /** What to write in its place where it is not there. */
  readonly instead?: string;
}

const NAMES: ReadonlyMap<string, Renamed> = new Map<string, Renamed>([
  ["complete_and_exit", { until: "5.17", instead: "kthread_complete_and_exit()" }],
  ["kthread_complete_and_exit", { since: "5.17", instead: "complete_and_exit()" }],
  ["module_put_and_exit", { until: "5.17", instead: "module_put_and_kthread_exit()" }],
  ["module_put_and_kthread_exit", { since: "5.17", instead: "module_put_and_exit()" }],
  ["kthread_exit", { since: "5.17", instead: "do_exit()" }],
  ["kthread_stop_put", { since: "6.6", instead: "kthread_stop() and put_task_struct()" }],
  ["init_kthread_worker", { until: "4.9", instead: "kthread_init_worker()" }],
  ["init_kthread_work", { until: "4.9", instead: "kthread_init_work()" }],
  ["queue_kthread_work", { until: "4.9", instead: "kthread_queue_work()" }],
  ["flush_kthread_work", { until: "4.9", instead: "kthread_flush_work()" }],
  ["flush_kthread_worker", { until: "4.9", instead: "kthread_flush_worker()" }],
  ["kthread_init_worker", { since: "4.9", instead: "init_kthread_worker()" }],
  ["kthread_queue_work", { since: "4.9", instead: "queue_kthread_work()" }],
  ["kthread_create_worker", { since: "4.9" }],
  ["kthread_run_worker", { since: "6.14", instead: "kthread_create_worker()" }],
  ["kthread_run_on_cpu", { since: "5.17", instead: "kthread_create_on_cpu() and wake_up_process()" }],
  ["daemonize", { until: "3.8", instead: "kthread_run()" }],
  ["setup_timer", { until: "4.15", instead: "timer_setup()" }],
  ["setup_timer_on_stack", { until: "4.15", instead: "timer_setup_on_stack()" }],
  ["init_timer", { until: "4.15", instead: "timer_setup()" }],
  ["init_timer_deferrable", { until: "4.15", instead: "timer_setup() with TIMER_DEFERRABLE" }],
  ["timer_setup", { since: "4.14", instead: "setup_timer()" }],
  ["from_timer", { since: "4.14", until: "6.16", instead: "timer_container_of()" }],
  ["timer_container_of", { since: "6.16", instead: "from_timer()" }],
  ["del_timer", { until: "6.15", instead: "timer_delete()" }],
  ["del_timer_sync", { until: "6.15", instead: "timer_delete_sync()" }],
  ["try_to_del_timer_sync", { until: "6.16", instead: "timer_delete_sync_try()" }],
  ["timer_delete", { since: "6.2", instead: "del_timer()" }],
  ["timer_delete_sync", { since: "6.2", instead: "del_timer_sync()" }],
  ["timer_shutdown_sync", { since: "6.2", instead: "del_timer_sync()" }],
  ["hrtimer_init", { until: "6.15", instead: "hrtimer_setup()" }],
  ["hrtimer_setup", { since: "6.13", instead: "hrtimer_init()" }],
  ["tasklet_setup", { since: "5.9", instead: "tasklet_init()" }],
  ["from_tasklet", { since: "5.9", instead: "container_of()" }],
  ["disable_work_sync", { since: "6.10", instead: "cancel_work_sync()" }],
  ["disable_delayed_work_sync", { since: "6.10", instead: "cancel_delayed_work_sync()" }],
  ["call_rcu_bh", { until: "5.1", instead: "call_rcu()" }],
  ["call_rcu_sched", { until: "5.1", instead: "call_rcu()" }],
  ["synchronize_sched", { until: "5.1", instead: "synchronize_rcu()" }],
  ["synchronize_rcu_bh", { until: "5.1", instead: "synchronize_rcu()" }],
  ["ACCESS_ONCE", { until: "4.15", instead: "READ_ONCE()" }],
  ["do_gettimeofday", { until: "5.0", instead: "ktime_get_real_ts64()" }],
  ["getnstimeofday", { until: "5.6", instead: "ktime_get_real_ts64()" }],
  ["get_seconds", { until: "5.6", instead: "ktime_get_real_seconds()" }],
  ["current_kernel_time", { until: "5.0", instead: "ktime_get_coarse_real_ts64()" }],
  ["kzfree", { until: "5.10", instead: "kfree_sensitive()" }],
  ["kfree_sensitive", { since: "5.9", instead: "kzfree()" }],
  ["kvmalloc", { since: "4.12", instead: "vmalloc()" }],
  ["strlcpy", { until: "6.8", instead: "strscpy()" }],
  ["sched_set_fifo", { since: "5.9", instead: "sched_setscheduler()" }],
  ["prandom_u32", { until: "6.1", instead: "get_random_u32()" }],
  ["set_fs", { until: "5.18", instead: "kernel_read() or kernel_write()" }],
  ["get_fs", { until: "5.18", instead: "kernel_read() or kernel_write()" }],
  ["PDE_DATA", { until: "5.17", instead: "pde_data()" }],
  ["pde_data", { since: "5.17", instead: "PDE_DATA()" }],
  ["register_cpu_notifier", { until: "4.10", instead: "cpuhp_setup_state()" }],
  ["linux/sched/task.h", { since: "4.11", instead: "linux/sched.h" }],
  ["linux/sched/signal.h", { since: "4.11", instead: "linux/sched.h" }],
]);

/** `4.14` as LINUX_VERSION_CODE. */
function codeOf(release: string): number {
  const [major = 0, minor = 0] = release.split(".").map(Number);
  return (major << 16) | (minor << 8);
}

/** Whether a kernel has a name of its API; true for names of which nothing is known. */
export function hasName(kernel: KernelVersion, name: string): boolean {
  const { since, until } = NAMES.get(name) ?? {};
  const code = versionCode(kernel);
  return (since === undefined || code >= codeOf(since)) && (until === undefined || code < codeOf(until));
}

/** Why a name is not there in a kernel, and what to do: one line. Undefined when it is there, or nothing is known. */
export function whyMissing(kernel: KernelVersion, name: string): string | undefined {
  const row = NAMES.get(name);
  if (!row || hasName(kernel, name)) return undefined;
  const call = name.endsWith(".h") ? `linux/${name.slice("linux/".length)}` : `${name}()`;
  const isGone = row.until !== undefined && versionCode(kernel) >= codeOf(row.until);
  const others = KERNEL_VERSIONS.filter((version) => hasName(version, name));
  const other = isGone ? others.at(-1) : others[0];
  const ways = [...(other ? [`--kernel ${other}`] : []), ...(row.instead ? [row.instead] : [])];
  return `${call} ${isGone ? `is gone since ${row.until}` : `is there since ${row.since}`}: ${ways.join(", or ")}`;
}
