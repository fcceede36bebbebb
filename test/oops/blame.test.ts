import { expect, test } from "vitest";
import { readCrashes } from "../../src/oops/index.ts";

const frames = (...names: string[]): string => names.map((name) => ` ${name}+0x1/0x2\n`).join("");
const blamed = (log: string): string | undefined => readCrashes(log)[0]?.function;

const SYSTEM_CALL = ["foo_ioctl", "vfs_ioctl", "__x64_sys_ioctl", "do_syscall_64"];
const ASKED = ["dump_stack", "nmi_cpu_backtrace", "rcu_dump_cpu_stacks", "rcu_sched_clock_irq"];
const TICK = ["update_process_times", "tick_sched_timer", "__hrtimer_run_queues", "hrtimer_interrupt"];
const INTERRUPT = ["sysvec_apic_timer_interrupt", "asm_sysvec_apic_timer_interrupt"];
const HANDLER = ["bar_timer", "call_timer_fn", "__run_timers", "handle_softirqs"];

const rcuStall = (...names: string[]): string =>
  `rcu: INFO: rcu_preempt self-detected stall on CPU\nCall Trace:\n${frames(...names)}`;
const softLockup = (...names: string[]): string =>
  `watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [a:1]\nRIP: 0010:${names[0]}+0x1/0x2\nCall Trace:\n${frames(...names)}`;
const hung = (...names: string[]): string =>
  `INFO: task a:8 blocked for more than 120 seconds.\nCall Trace:\n${frames("__schedule", "schedule", ...names)}`;
const kasan = (...names: string[]): string =>
  `BUG: KASAN: slab-use-after-free in ${names[0]}+0x1/0x2\nRead of size 8 at addr ffff888000000000 by task a/1\nCall Trace:\n${frames("dump_stack_lvl", "print_report", "kasan_report", ...names)}`;

test("RCU waits for the task: its stall is the interrupted function's, whatever the timer asked", () => {
  expect(blamed(rcuStall(...ASKED, ...TICK, ...INTERRUPT, "foo_loop", ...SYSTEM_CALL))).toBe("foo_ioctl");
});

test("a soft lockup is the innermost context's: a handler that loops is not its victim", () => {
  expect(blamed(softLockup("bar_loop", ...HANDLER, ...INTERRUPT, "foo_loop", ...SYSTEM_CALL))).toBe(
    "bar_timer",
  );
});

test("a fault that a system call takes while it copies is the system call's", () => {
  const fault = ["handle_mm_fault", "do_user_addr_fault", "exc_page_fault", "asm_exc_page_fault"];
  expect(
    blamed(softLockup("count_events", ...fault, "copy_items", "__x64_sys_recvmmsg", "do_syscall_64")),
  ).toBe("__x64_sys_recvmmsg");
});

test("a processor that waits for the others is told by that wait", () => {
  expect(blamed(softLockup("foo_check", "smp_call_function_many_cond", "on_each_cpu", ...SYSTEM_CALL))).toBe(
    "smp_call_function_many_cond",
  );
});

test.each(["rtnl_lock", "synchronize_rcu", "__synchronize_srcu", "synchronize_net"])(
  "all who hang in %s hang in the same place",
  (name) => {
    expect(blamed(hung("__mutex_lock", name, "foo_close", ...SYSTEM_CALL))).toBe(name);
  },
);

test("who waits in a function that only waits is its caller", () => {
  expect(blamed(hung("schedule_timeout", "__wait_for_common", "foo_wait_idle", "foo_close"))).toBe(
    "foo_close",
  );
});

test.each([
  "rhashtable_lookup_fast",
  "__kmem_cache_alloc_node",
  "fast_dput",
  "post_alloc_hook",
  "percpu_down_write",
  "lock_timer_base",
])("%s does what it is told: its caller is blamed", (name) => {
  expect(blamed(kasan(name, "foo_read", "vfs_read"))).toBe("foo_read");
});

test.each([
  "process_one_work",
  "notifier_call_chain",
  "find_next_bit",
  "regmap_raw_write",
  "ftrace_profile_reset",
  "xen_blkif_map",
  "percpu_counter_add_batch",
  "bus_remove_device",
])("%s works for one subsystem: it is blamed itself", (name) => {
  expect(blamed(kasan(name, "foo_read", "vfs_read"))).toBe(name);
});

test("a stack that the compiler found corrupted is of the function that the panic names, at whose end the call lies", () => {
  const [crash] =
    readCrashes(`Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: demo_fill+0xc6/0xc6
CPU: 0 PID: 63 Comm: tool Not tainted 5.18.0 #1
Call Trace:
[<ffffffff80004aba>] dump_backtrace+0x1c/0x24
[<ffffffff8071f3f0>] panic+0xfc/0x2ca
[<ffffffff807287d6>] demo_next+0x0/0x74
`);
  expect(crash?.title).toBe("kernel panic: stack is corrupted in demo_fill");
});

test("a task that is dumped for a stall is not blamed for where it went to sleep", () => {
  const [crash] = readCrashes(`rcu: INFO: rcu_sched detected stalls on CPUs/tasks:
rcu:     1-...0: (20 ticks this GP) idle=c9bc/1/0x4000000000000000 softirq=3869/3871 fqs=1120
rcu:     (detected by 3, t=5264 jiffies, g=4645, q=63 ncpus=4)
Task dump for CPU 1:
task:demo        state:R  running task     stack:0 pid:407   ppid:397    flags:0x00000008
Call Trace:
[<ffffffff80d1e8fc>] __schedule+0x2a8/0xa52
[<ffffffff80d1f100>] schedule+0x5a/0xdc
[<ffffffff80d25a14>] demo_poll+0x220/0x2a6
`);
  expect(crash?.title).toBe("INFO: rcu detected stall in demo_poll");
});

test("a wait for a completion is told by who waits, in ARM's frames as well, with or without a blank before the name", () => {
  const way = ["unwind_backtrace", "__schedule_bug", "schedule", "wait_for_common", "demo_read", "vfs_read"];
  const log = (blank: string): string =>
    `BUG: scheduling while atomic: tool/800/0x00000002\n${way
      .slice(1)
      .map(
        (caller, i) =>
          `[<c0015${i}e8>]${blank}(${way[i]}+0x0/0xf8) from [<c03f9acc>]${blank}(${caller}+0x1c/0x20)\n`,
      )
      .join("")}`;
  for (const blank of ["", " "]) expect(blamed(log(blank))).toBe("demo_read");
});
