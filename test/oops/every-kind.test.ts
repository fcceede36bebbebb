import { describe, expect, test } from "vitest";
import { diagnose, readCrashes } from "../../src/oops/index.ts";

/** One report of a kind, as a kernel of some version prints it, and what it is to be called. */
interface Kind {
  readonly kind: string;
  readonly title: string;
  readonly type: string;
  readonly rule?: string;
  readonly log: string;
}

const cpu = "CPU: 0 PID: 88 Comm: cat Tainted: G           O       6.1.0 #1";
const stack = (...functions: string[]): string =>
  ["Call Trace:", " <TASK>", ...functions.map((name) => ` ${name}+0x1c/0x7c`), " </TASK>", ""].join("\n");

const KINDS: readonly Kind[] = [
  {
    kind: "NULL dereference, 4.19",
    title: "BUG: unable to handle kernel NULL pointer dereference in foo_read",
    type: "NULL-POINTER-DEREFERENCE",
    log: `BUG: unable to handle kernel NULL pointer dereference at 0000000000000018
PGD 0 P4D 0 
Oops: 0000 [#1] SMP PTI
${cpu}
RIP: 0010:foo_read+0x1c/0x7c
${stack("vfs_read")}`,
  },
  {
    kind: "paging request, 5.10",
    title: "BUG: unable to handle kernel paging request in foo_read",
    type: "MEMORY_SAFETY_BUG",
    log: `BUG: unable to handle page fault for address: ffffc90000cc0000
#PF: supervisor write access in kernel mode
#PF: error_code(0x000b) - reserved bit violation
Oops: 000b [#1] SMP PTI
${cpu}
RIP: 0010:foo_read+0x1c/0x7c
${stack("vfs_read")}`,
  },
  {
    kind: "general protection fault, 6.1",
    title: "general protection fault in foo_read",
    type: "DoS",
    log: `general protection fault, probably for non-canonical address 0xdead000000000108: 0000 [#1] PREEMPT SMP
${cpu}
RIP: 0010:foo_read+0x1c/0x7c
${stack("vfs_read")}`,
  },
  {
    kind: "BUG(), 6.12",
    title: "kernel BUG in foo_read",
    type: "BUG",
    log: `------------[ cut here ]------------
kernel BUG at drivers/misc/foo.c:41!
Oops: invalid opcode: 0000 [#1] PREEMPT SMP
${cpu}
RIP: 0010:foo_read+0x1c/0x7c
${stack("vfs_read")}`,
  },
  {
    kind: "WARN, 2.6.32",
    title: "WARNING in foo_read",
    type: "WARNING",
    log: `------------[ cut here ]------------
WARNING: at drivers/misc/foo.c:41 foo_read+0x1c/0x7c() (Not tainted)
Hardware name: KVM
Modules linked in: foo
Pid: 88, comm: cat Not tainted 2.6.32 #1
Call Trace:
 [<ffffffff8106b7b7>] ? warn_slowpath_common+0x87/0xc0
 [<ffffffff8106b80a>] ? warn_slowpath_null+0x1a/0x20
 [<ffffffffa0000010>] foo_read+0x1c/0x7c
 [<ffffffff8117a5a5>] vfs_read+0xb5/0x1a0
---[ end trace 1234567890abcdef ]---
`,
  },
  {
    kind: "WARN, 7.2",
    title: "WARNING in foo_read",
    type: "WARNING",
    log: `------------[ cut here ]------------
WARNING: drivers/misc/foo.c:41 at foo_read+0x1c/0x7c, CPU#0: cat/88
Modules linked in: foo(O)
CPU: 0 UID: 0 PID: 88 Comm: cat Tainted: G           O        7.2.0-rc1 #1 PREEMPT(lazy) 
RIP: 0010:foo_read+0x1c/0x7c
${stack("vfs_read")}`,
  },
  {
    kind: "Oops without a BUG line, powerpc",
    title: "Kernel access of bad area in foo_read",
    type: "DoS",
    log: `Oops: Kernel access of bad area, sig: 11 [#1]
NIP [c0000000001a2b3c] foo_read+0x5c/0x1a0
Call Trace:
[c00000000a5bfbd0] [c0000000001a2b3c] vfs_read+0x24/0x3c
`,
  },
  {
    kind: "panic",
    title: "kernel panic: VFS: Unable to mount root fs on unknown-block(NUM,NUM)",
    type: "DoS",
    log: `Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)
CPU: 0 PID: 1 Comm: swapper/0 Not tainted 5.10.0 #1
${stack("dump_stack", "panic", "mount_block_root")}`,
  },
  {
    kind: "KASAN, 6.1",
    title: "KASAN: slab-use-after-free Read in foo_read",
    type: "KASAN-USE-AFTER-FREE-READ",
    rule: "use-after-free",
    log: `==================================================================
BUG: KASAN: slab-use-after-free in foo_read+0x1c/0x7c
Read of size 8 at addr ffff888005fc6100 by task cat/88

${cpu}
${stack("dump_stack_lvl", "print_report", "kasan_report", "foo_read", "vfs_read")}
Allocated by task 80:
 kasan_save_stack+0x22/0x50
 foo_open+0x1c/0x7c

Freed by task 87:
 kasan_save_stack+0x22/0x50
 foo_release+0x1c/0x7c
`,
  },
  {
    kind: "KMSAN",
    title: "KMSAN: uninit-value in foo_read",
    type: "KMSAN-UNINIT-VALUE",
    log: `=====================================================
BUG: KMSAN: uninit-value in foo_read+0x1c/0x7c
 foo_read+0x1c/0x7c
 vfs_read+0x1c/0x7c

Uninit was created at:
 slab_post_alloc_hook+0x1c/0x7c
 foo_open+0x1c/0x7c

${cpu}
`,
  },
  {
    kind: "KCSAN",
    title: "KCSAN: data-race in foo_read / foo_write",
    type: "KCSAN-DATARACE",
    rule: "data-race",
    log: `==================================================================
BUG: KCSAN: data-race in foo_read / foo_write

write to 0xffff888005fc6100 of 8 bytes by task 87 on cpu 1:
 foo_write+0x1c/0x7c
 vfs_write+0x1c/0x7c

read to 0xffff888005fc6100 of 8 bytes by task 88 on cpu 0:
 foo_read+0x1c/0x7c
 vfs_read+0x1c/0x7c
`,
  },
  {
    kind: "KFENCE",
    title: "KFENCE: use-after-free read in foo_read",
    type: "KFENCE-USE-AFTER-FREE-READ",
    rule: "use-after-free",
    log: `==================================================================
BUG: KFENCE: use-after-free read in foo_read+0x1c/0x7c

Use-after-free read at 0x00000000c6f9cb1d (in kfence-#24):
 foo_read+0x1c/0x7c
 vfs_read+0x1c/0x7c

kfence-#24: 0x00000000c6f9cb1d-0x00000000c6f9cb3c, size=32, cache=kmalloc-32

allocated by task 80 on cpu 0 at 12.000000s:
 foo_open+0x1c/0x7c
`,
  },
  {
    kind: "UBSAN",
    title: "UBSAN: shift-out-of-bounds in foo_read",
    type: "UBSAN",
    log: `================================================================================
UBSAN: shift-out-of-bounds in drivers/misc/foo.c:41:9
shift exponent 64 is too large for 64-bit type 'long unsigned int'
${cpu}
${stack("dump_stack_lvl", "ubsan_epilogue", "__ubsan_handle_shift_out_of_bounds", "foo_read", "vfs_read")}`,
  },
  {
    kind: "slub corruption",
    title: "BUG: kmalloc-64: Poison overwritten",
    type: "MEMORY_SAFETY_BUG",
    rule: "use-after-free",
    log: `=============================================================================
BUG kmalloc-64 (Tainted: G           O     ): Poison overwritten
-----------------------------------------------------------------------------

0xffff888005fc6128-0xffff888005fc6128 @offset=296. First byte 0x6c instead of 0x6b
Allocated in foo_open+0x1c/0x7c age=100 cpu=0 pid=80
Freed in foo_release+0x1c/0x7c age=50 cpu=0 pid=87
Object 0xffff888005fc6100 @offset=256 fp=0x0000000000000000
Redzone  ffff888005fc60c0: bb bb bb bb bb bb bb bb                          ........
${cpu}
${stack("dump_stack_lvl", "check_bytes_and_report", "check_object", "kmem_cache_alloc")}`,
  },
  {
    kind: "refcount_t",
    title: "WARNING: refcount bug in foo_put",
    type: "REFCOUNT_WARNING",
    rule: "refcount-misuse",
    log: `------------[ cut here ]------------
refcount_t: underflow; use-after-free.
WARNING: CPU: 0 PID: 88 at lib/refcount.c:28 refcount_warn_saturate+0xba/0x110
${cpu}
RIP: 0010:refcount_warn_saturate+0xba/0x110
${stack("foo_put", "foo_release")}`,
  },
  {
    kind: "list corruption",
    title: "BUG: corrupted list in foo_del",
    type: "MEMORY_SAFETY_BUG",
    log: `list_del corruption, ffff888005fc6100->next is LIST_POISON1 (dead000000000100)
------------[ cut here ]------------
kernel BUG at lib/list_debug.c:56!
invalid opcode: 0000 [#1] PREEMPT SMP
${cpu}
RIP: 0010:__list_del_entry_valid.cold+0x1d/0x69
${stack("foo_del", "foo_release")}`,
  },
  {
    kind: "list corruption that only warns",
    title: "WARNING in foo_del",
    type: "WARNING",
    log: `------------[ cut here ]------------
list_del corruption. prev->next should be ffff888005fc6100, but was ffff888005fc6200
WARNING: CPU: 0 PID: 88 at lib/list_debug.c:59 __list_del_entry_valid+0x8b/0x90
${cpu}
RIP: 0010:__list_del_entry_valid+0x8b/0x90
${stack("foo_del", "foo_release")}`,
  },
  {
    kind: "lockdep",
    title: "possible deadlock in foo_read",
    type: "LOCKDEP",
    rule: "deadlock",
    log: `======================================================
WARNING: possible circular locking dependency detected
6.1.0 #1 Tainted: G           O      
------------------------------------------------------
cat/88 is trying to acquire lock:
ffffffffc0203000 (lock_a){+.+.}-{3:3}, at: foo_read+0x1c/0x7c [foo]

but task is already holding lock:
ffffffffc0203080 (lock_b){+.+.}-{3:3}, at: foo_read+0x10/0x7c [foo]

stack backtrace:
${cpu}
${stack("dump_stack_lvl", "check_noncircular", "__lock_acquire", "lock_acquire", "__mutex_lock", "foo_read", "vfs_read")}`,
  },
  {
    kind: "RCU stall",
    title: "INFO: rcu detected stall in foo_ioctl",
    type: "HANG",
    log: `rcu: INFO: rcu_preempt self-detected stall on CPU
rcu: 	0-....: (21000 ticks this GP) idle=a3e/1/0x4000000000000000 softirq=387990/387991 fqs=5250
	(t=21000 jiffies g=559657 q=11)
NMI backtrace for cpu 0
${cpu}
Call Trace:
 <IRQ>
 dump_stack_lvl+0x34/0x48
 rcu_sched_clock_irq+0x12ec/0x1eb0
 asm_sysvec_apic_timer_interrupt+0x12/0x20
 </IRQ>
 foo_loop+0x1c/0x7c
 foo_ioctl+0x1c/0x7c
 __x64_sys_ioctl+0x90/0xd0
 do_syscall_64+0x5b/0xc0
`,
  },
  {
    kind: "soft lockup, 6.1",
    title: "BUG: soft lockup in foo_ioctl",
    type: "HANG",
    log: `watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [cat:88]
${cpu}
RIP: 0010:foo_loop+0x1c/0x7c
${stack("foo_ioctl", "__x64_sys_ioctl", "do_syscall_64")}`,
  },
  {
    kind: "hard lockup, 4.4",
    title: "hard lockup in foo_ioctl",
    type: "HANG",
    log: `NMI watchdog: Watchdog detected hard LOCKUP on cpu 0
Modules linked in: foo(O)
${cpu}
RIP: 0010:[<ffffffffa0000010>]  [<ffffffffa0000010>] foo_loop+0x1c/0x7c [foo]
${stack("foo_ioctl", "SyS_ioctl", "entry_SYSCALL_64_fastpath")}`,
  },
  {
    kind: "hung task",
    title: "INFO: task hung in foo_read",
    type: "HANG",
    log: `INFO: task cat:88 blocked for more than 120 seconds.
      Tainted: G           O       6.1.0 #1
"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.
task:cat             state:D stack:    0 pid:   88 ppid:     1 flags:0x00004002
${stack("__schedule", "schedule", "schedule_preempt_disabled", "__mutex_lock.constprop.0", "foo_read", "vfs_read")}`,
  },
  {
    kind: "scheduling while atomic",
    title: "BUG: scheduling while atomic in foo_read",
    type: "ATOMIC_SLEEP",
    rule: "sleep-in-atomic",
    log: `BUG: scheduling while atomic: cat/88/0x00000002
Modules linked in: foo(O)
${cpu}
${stack("dump_stack_lvl", "__schedule_bug.cold", "__schedule", "schedule", "schedule_timeout", "msleep", "foo_read", "vfs_read")}`,
  },
  {
    kind: "sleeping function, 3.10",
    title: "BUG: sleeping function called from invalid context in foo_read",
    type: "ATOMIC_SLEEP",
    rule: "sleep-in-atomic",
    log: `BUG: sleeping function called from invalid context at mm/slub.c:941
in_atomic(): 1, irqs_disabled(): 0, pid: 88, name: cat
CPU: 0 PID: 88 Comm: cat Tainted: G           O 3.10.0 #1
Call Trace:
 [<ffffffff81637b19>] dump_stack+0x19/0x1b
 [<ffffffff810b0f19>] __might_sleep+0xd9/0x100
 [<ffffffff811c1f02>] kmem_cache_alloc_trace+0x52/0x200
 [<ffffffffa0000010>] foo_read+0x1c/0x7c [foo]
 [<ffffffff811de5a5>] vfs_read+0xb5/0x1a0
`,
  },
  {
    kind: "workqueue lockup",
    title: "BUG: workqueue lockup",
    type: "",
    log: `BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 33s!
Showing busy workqueues and worker pools:
workqueue events: flags=0x0
  pwq 0: cpus=0 node=0 flags=0x0 nice=0 active=1/256 refcnt=2
    in-flight: 88:foo_work [foo]
`,
  },
  {
    kind: "ODEBUG",
    title: "WARNING: ODEBUG bug in foo_release",
    type: "WARNING",
    log: `------------[ cut here ]------------
ODEBUG: free active (active state 0) object type: timer_list hint: foo_timer+0x0/0x40 [foo]
WARNING: CPU: 0 PID: 88 at lib/debugobjects.c:505 debug_print_object+0x6e/0xa0
${cpu}
RIP: 0010:debug_print_object+0x6e/0xa0
${stack("debug_check_no_obj_freed", "slab_free_freelist_hook", "kfree", "foo_release", "__fput")}`,
  },
  {
    kind: "bad usercopy, only warned of, 4.19",
    title: "WARNING: bad usercopy in foo_get",
    type: "WARNING",
    log: `Bad or missing usercopy whitelist? Kernel memory exposure attempt detected from SLUB object 'foo' (offset 0, size 8)!
WARNING: CPU: 0 PID: 88 at mm/usercopy.c:83 usercopy_warn+0x7c/0xa0
${cpu}
RIP: 0010:usercopy_warn+0x7c/0xa0
${stack("__check_heap_object", "__check_object_size", "foo_get", "vfs_ioctl")}`,
  },
  {
    kind: "a lock that goes to user space, 4.9",
    title: "BUG: lock held when returning to user space in foo_write",
    type: "LOCKDEP",
    log: `================================================
[ BUG: lock held when returning to user space! ]
4.9.0 #1 Not tainted
------------------------------------------------
cat/88 is leaving the kernel with locks still held!
1 lock held by cat/88:
 #0:  (&foo->lock){+.+.+.}, at: [<ffffffff81234567>] foo_write+0x17/0x90
`,
  },
  {
    kind: "a terminal that could not be had",
    title: "kernel panic: Couldn't open N_TTY ldisc",
    type: "DoS",
    log: `Kernel panic - not syncing: Couldn't open N_TTY ldisc for ptm1 --- error -12.
${cpu}
${stack("dump_stack", "panic", "tty_ldisc_restore")}`,
  },
  {
    kind: "out of memory, 6.1",
    title: "Out of memory in foo_open",
    type: "OOM",
    log: `cat invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=2, oom_score_adj=0
${cpu}
${stack("dump_stack_lvl", "dump_header", "oom_kill_process.cold", "out_of_memory", "__alloc_pages_slowpath.constprop.0", "__alloc_pages", "kmalloc_large_node", "foo_open", "do_dentry_open")}
Mem-Info:
active_anon:120 inactive_anon:4630 isolated_anon:0
 slab_reclaimable:3200 slab_unreclaimable:100500
oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/,task=sshd,pid=80,uid=0
Out of memory: Killed process 80 (sshd) total-vm:14000kB, anon-rss:900kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:60kB oom_score_adj:0
`,
  },
  {
    kind: "out of memory in a page fault, 2.6.32",
    title: "Out of memory",
    type: "OOM",
    log: `cat invoked oom-killer: gfp_mask=0x280da, order=0, oom_adj=0
cat cpuset=/ mems_allowed=0
Pid: 88, comm: cat Not tainted 2.6.32 #1
Call Trace:
 [<ffffffff811278ee>] ? oom_kill_process+0x8e/0x2d0
 [<ffffffff81127d9e>] out_of_memory+0x13e/0x210
 [<ffffffff8113a8d2>] __alloc_pages_nodemask+0x8b2/0x8c0
 [<ffffffff811714fa>] alloc_pages_vma+0x9a/0x150
 [<ffffffff8114dcad>] handle_pte_fault+0x76d/0xad0
 [<ffffffff8104a8e9>] __do_page_fault+0x1e9/0x500
 [<ffffffff8153020e>] do_page_fault+0x3e/0xa0
 [<ffffffff8152d5c5>] page_fault+0x25/0x30
Out of memory: Kill process 80 (sshd) score 123 or sacrifice child
Killed process 80 (sshd) total-vm:14000kB, anon-rss:900kB, file-rss:0kB
`,
  },
  {
    kind: "memory leak, kmemleak",
    title: "memory leak in foo_open",
    type: "LEAK",
    log: `unreferenced object 0xffff888005fc6100 (size 64):
  comm "cat", pid 88, jiffies 4294894652 (age 43.120s)
  hex dump (first 32 bytes):
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ................
  backtrace:
    [<00000000d5e2a24c>] kmalloc_trace+0x26/0x90
    [<00000000a4fd2a0e>] foo_open+0x1c/0x7c [foo]
    [<0000000097c5f3e1>] do_dentry_open+0x1e8/0x3f0
`,
  },
];

describe.each(KINDS)("$kind", ({ log, title, type, rule }) => {
  const stamped = log
    .split("\n")
    .map((line, index) => `[   10.${String(index).padStart(6, "0")}] ${line}`)
    .join("\n");

  test.each([
    ["as it is", log],
    ["with time stamps", stamped],
  ])("%s: one report, of this name and type", (_, text) => {
    const crashes = readCrashes(text);
    expect(crashes.map((crash) => [crash.title, crash.type])).toEqual([[title, type]]);
    expect(crashes[0]?.corrupted && !title.startsWith("Out of memory")).toBe(false);
  });

  test("a diagnosis", () => {
    const crashes = readCrashes(log);
    const [crash] = crashes;
    if (!crash) throw new Error("no crash found");
    const diagnosis = diagnose(crash, crashes);
    expect(diagnosis.summary).not.toBe("");
    if (rule !== undefined) expect(diagnosis.rule).toBe(rule);
  });
});

test("of memory that ran out it is said who asked, who was killed, and who holds it", () => {
  const crashes = readCrashes(KINDS.find(({ kind }) => kind === "out of memory, 6.1")?.log ?? "");
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  const { summary, evidence } = diagnose(crash, crashes);
  expect(summary).toBe(
    "The machine ran out of memory when cat asked for more, and the kernel killed sshd[80] for it.",
  );
  expect(evidence.map(({ certainty, text }) => `${certainty}: ${text}`)).toEqual([
    "certain: cat asked for 4 contiguous pages with gfp_mask 0xcc0 (GFP_KERNEL)",
    "likely: the kernel itself holds most of it: 100500 pages of slabs that cannot be reclaimed, 4750 of processes' own memory",
  ]);
});

test("two tasks that run out of memory are two reports", () => {
  const one = KINDS.find(({ kind }) => kind === "out of memory, 6.1")?.log ?? "";
  const other = one.replaceAll(/\w+(?= invoked oom-killer)/g, "another");
  expect(readCrashes(one + other)).toHaveLength(2);
});
