/** Functions that call others through a pointer: the system call table, file operations, timers, work, protocols. */
const DISPATCHERS =
  /^(?:x64_sys_call|ia32_sys_call|do_el0_svc|system_call_(?:exception|common|vectored)|__do_syscall|syscall_common|__do_softirq|handle_softirqs|do_softirq|__napi_poll|napi_poll|net_rx_action|smpboot_thread_fn|do_iter_(?:read|write)|vfs_iter_(?:read|write)|do_syscall_64|do_syscall_x64|do_fast_syscall_32|do_int80_syscall_32|do_syscall_32_irqs_on|__do_fast_syscall_32|entry_SYSCALL_64\w*|entry_SYSENTER\w*|entry_INT80\w*|sysenter_\w+|system_call_fastpath|ret_fast_syscall|__sys_trace|el0_svc\w*|__invoke_syscall|invoke_syscall|ret_from_syscall|syscall_handler|do_trap_ecall_u|process_one_work|task_work_run|call_timer_fn|expire_timers|__hrtimer_run_queues|__run_hrtimer|tasklet_action\w*|kthread|__fput|____fput|__?vfs_(?:read|write|ioctl|readv|writev)|vfs_(?:read|write|ioctl)|new_sync_(?:read|write)|call_(?:read|write)_iter|do_iter_readv_writev|do_vfs_ioctl|ksys_ioctl|blkdev_driver_ioctl|do_dentry_open|mmap_region|__mmap_region|sock_sendmsg\w*|sock_recvmsg\w*|____sys_sendmsg|rtnetlink_rcv_msg|nfnetlink_rcv_msg|netlink_dump|genl_lock_dumpit|__netif_receive_skb_(?:one_)?core|__netif_receive_skb_list_core|__netif_receive_skb_list_ptype|__sys_setsockopt|do_sock_setsockopt|(?:compat_)?[sS]y[sS]_ioctl|__do_compat_sys_ioctl|__(?:x64|ia32|se|do)_sys_ioctl|__ia32_compat_sys_ioctl)$/;

/** The kernel's own bookkeeping, which a timer interrupt or a kernel thread always runs. */
const HOUSEKEEPING =
  /^(?:idtentry_|irqentry_|tick_|rcu_|update_process|watchdog|hrtimer_|sched_(?:show|clock)|irq_|task_|____fput|__fput|ret_from|kthread|worker_thread|smpboot|mem_cgroup|delayed_)/;

/** A system call itself, and loops that other processors are waited for in. */
const ENTRY_POINTS =
  /^(?:__(?:x64|ia32|arm64|riscv|s390x?|se|do)_(?:compat_)?sys_|(?:compat_)?[sS]y[sS]_|ksys_)(?!ioctl|write$|read$|sendmsg|sendto|sendmmsg_nothing)|_(?:ioctl|mmap|write_iter|read_iter)$|^smp_call_function|^generic_exec_single/;

/** What file systems and memory management share: the operation itself is further out. */
const GENERIC =
  /^_*generic_|^do_mmap|^_*vm_mmap|^ksys_mmap|sys_mmap|^blkdev_(?:compat_)?ioctl|^compat_blkdev_ioctl|^__blkdev/;

export function isDispatcher(name: string): boolean {
  return DISPATCHERS.test(name);
}

/** True for a function that is an entry point by its name alone. */
export function isEntryPoint(name: string): boolean {
  return (
    ENTRY_POINTS.test(name) && !GENERIC.test(name) && !DISPATCHERS.test(name) && !HOUSEKEEPING.test(name)
  );
}

/** What a stalled processor is found in because it was asked where it is. */
export const ASKING =
  /^(?:idtentry_|irqentry_|nmi_|arch_timer|arch_trigger|trigger_|handle_percpu|handle_domain|__handle_|handle_irq|generic_handle|gic_|watchdog_|local_apic|smp_apic|apic_|check_cpu_stall|hrtimer_|__hrtimer|tick_|rcu_|update_process|perf_|sched_(?:show|clock)|irq_|invoke_rcu|smp_apic)/;

export function isHousekeeping(name: string): boolean {
  return HOUSEKEEPING.test(name);
}
