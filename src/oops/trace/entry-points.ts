/**
 * Functions that call others through a table of operations, a timer, a work item or the system call table. Whom they
 * call is what a stalled processor was asked to do; where exactly its loop was interrupted is chance.
 */
const DISPATCHERS: readonly (readonly [of: string, names: RegExp])[] = [
  [
    "system calls",
    /do_(?:fast_|int80_)?syscall_|^do_syscall|sysenter|^system_call|^syscall_(?:common|handler)|tracesys|^el0_svc|^do_el0_svc|invoke_syscall|ret_(?:fast|from)_syscall|^(?:x64|ia32)_sys_call$|do_trap_ecall_u|^entry_[A-Z]/,
  ],
  [
    "deferred work",
    /^process_one_work|^worker_thread$|^kthread$|task_work_run|do_softirq|^handle_softirqs$|call_timer_fn|^expire_timers|run_timers?|_run_timer_base|hrtimer_run|run_hrtimer|run_ksoftirqd|tasklet_(?:hi_)?action|smpboot_thread_fn|start_secondary|cpu_startup_entry|^ret_from_(?:fork|kernel_thread)|^kernel_thread_(?:helper|starter)$|^_*napi_poll$|^net_rx_action|exit_to_user/,
  ],
  [
    "operations of files",
    /vfs_(?:iter_)?(?:read|write)v?$|^do_iter_|(?:call|new_sync)_(?:read|write)(?:_iter)?$|vfs_ioctl|ksys_ioctl|compat_(?:sys_)?ioctl$|^(?:compat_)?[sS]y[sS]_ioctl|_sys_ioctl$|blkdev_(?:driver_)?ioctl|^call_mmap|mmap_region|^do_mmap|do_dentry_open|vfs_open|__fput/,
  ],
  [
    "operations of sockets",
    /^(?:__)?sock_(?:sendmsg|recvmsg|release|mmap)|^sock_(?:do_)?ioctl|compat_sock_ioctl|sock_common_setsockopt|_(?:sys|sock|kernel)_setsockopt|^kernel_setsockopt|[sS]y[sS]_(?:setsockopt|listen|accept4?|connect|socketpair)$|^kernel_(?:listen|accept)|sk_common_release|^(?:nfnetlink|rtnetlink)_rcv_msg|^netlink_dump|^genl_lock_dumpit|netif_receive_skb/,
  ],
  ["page faults", /^_*do_(?:page_)?fault$|^page_fault$/],
];

export function isDispatcher(name: string): boolean {
  return DISPATCHERS.some(([, names]) => names.test(name));
}

/** A system call itself is entered from the table, whether or not the trace shows by whom. */
const SYSTEM_CALL = /^(?:__(?:x64|ia32|arm64|riscv|s390x?|se|do)_)?(?:compat_)?[sS]y[sS]_/;

export function isSystemCall(name: string): boolean {
  return SYSTEM_CALL.test(name);
}

/** Loops in which a processor waits for the others: whatever asked for it, the others did not answer. */
const WAIT_FOR_PROCESSORS = /^smp_call_function|^generic_exec_single$/;

export function isWaitForProcessors(name: string): boolean {
  return WAIT_FOR_PROCESSORS.test(name);
}

/** What a stalled processor is found in because it was asked where it is. */
export const ASKING =
  /^(?:idtentry_|irqentry_|nmi_|arch_timer|arch_trigger|trigger_|handle_percpu|handle_domain|__handle_|handle_irq|generic_handle|gic_|watchdog|local_apic|smp_apic|apic_|check_cpu_stall|hrtimer_|__hrtimer|tick_|update_process|perf_event_nmi|irq_|_*sysvec_|_?sched_show|dump_cpu_task)|rcu_|apic_timer/;
