import { versionCode, type KernelVersion } from "../core/kernel-version.ts";

/** A function that not every release has. */
interface Internal {
  /** The first release of ours with it. */
  readonly since: KernelVersion;
  /** What stood in its place before; nothing where its caller did the work itself. */
  readonly before?: string;
}

/** What kernels keep to one file and our services have under the same name, by where it lies: a trace may name it. */
const BY_FOLDER: Readonly<Record<string, string>> = {
  "kernel, arch":
    "kthread ret_from_fork __kthread_queue_delayed_work __kthread_cancel_work_sync free_kthread_struct smpboot_thread_fn " +
    "complete_signal dequeue_signal complete_vfork_done delayed_put_task_struct exit_creds " +
    "__cancel_work __queue_work __queue_delayed_work process_one_work worker_thread " +
    "do_one_initcall free_module param_array_set param_set_copystring tasklet_action rcu_do_batch",
  "kernel/sched": "try_to_wake_up __wake_up_common wait_for_common do_wait_for_common",
  "kernel/time":
    "__mod_timer detach_if_pending run_timer_softirq __run_timers call_timer_fn __hrtimer_run_queues",
  "lib, drivers/base":
    "kobj_attr_show kobj_attr_store kobject_release dev_attr_show dev_attr_store class_create_release devm_regmap_release",
  drivers:
    "devm_backlight_release devm_hwmon_release devm_hwrng_release devm_iio_device_release devm_iio_device_unreg " +
    "devm_led_classdev_release devm_power_supply_release devm_rtc_release_device devm_watchdog_unregister_device " +
    "watchdog_ping watchdog_start watchdog_stop",
  "drivers/tty":
    "con_open con_close con_write con_put_char vt_ioctl uart_install uart_open uart_close uart_write uart_hangup " +
    "uart_port_activate uart_set_termios uart_tiocmget uart_tty_port_shutdown",
  fs: "evict destroy_inode single_start single_next single_stop",
  net:
    "deliver_skb net_rx_action nf_hook_slow netlink_ack netlink_rcv netlink_release genl_rcv " +
    "inet_accept inet_getname inet_ioctl inet_recvmsg inet_release inet_sendmsg inet_shutdown",
};

const ALWAYS: ReadonlySet<string> = new Set(Object.values(BY_FOLDER).flatMap((names) => names.split(" ")));

const BY_RELEASE: Readonly<Record<string, Internal>> = {
  __cancel_work_sync: { since: "6.12", before: "__cancel_work_timer" }, // 6.9
  __timer_delete: { since: "6.1" }, // 6.2, and the later 6.1.y
  __timer_delete_sync: { since: "6.1" },
  enqueue_timer: { since: "4.14", before: "internal_add_timer" }, // 4.8
  tasklet_action_common: { since: "4.19" }, // 4.18
  proc_seq_open: { since: "4.19" }, // 4.18
  proc_single_open: { since: "4.19" },
  __copy_overflow: { since: "6.1" }, // 5.18
  irq_work_single: { since: "5.10" }, // 5.8
};

/** Every name that the tables have. */
export const INTERNALS: ReadonlySet<string> = new Set([...ALWAYS, ...Object.keys(BY_RELEASE)]);

/** The name that a kernel has for a function which our services keep to one file; undefined where it is ours alone. */
export function internalName(name: string, kernel: KernelVersion): string | undefined {
  if (ALWAYS.has(name)) return name;
  const row = BY_RELEASE[name];
  if (!row) return undefined;
  return versionCode(kernel) < versionCode(row.since) ? row.before : name;
}
