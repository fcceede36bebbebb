import { describe, expect, test } from "vitest";
import { CLAIMS, type Claim } from "../../src/oops/diagnosis/claims.ts";
import {
  diagnose,
  loadDisassembler,
  readCrashes,
  type Diagnosis,
  type FindBinary,
} from "../../src/oops/index.ts";
import { binaryOf, oopsAt, RING } from "./ring.ts";
import { watched } from "./watched.ts";

const disassembler = await loadDisassembler();

/** What is said of the last crash of a log, which the others came before. */
const told = (log: string, binary?: FindBinary): Diagnosis => {
  const crashes = readCrashes(log);
  const crash = crashes.at(-1);
  if (!crash) throw new Error("no crash found");
  return diagnose(crash, crashes, disassembler, binary);
};

const certainly = (claim: Claim, log: string, binary?: FindBinary): string =>
  told(log, binary)
    .evidence.filter((each) => each.certainty === "certain" && each.claim === claim)
    .map(({ text }) => text)
    .join("\n");

const stop32 = (
  address: string,
  eax: string,
  before = "",
  ecx = "00000002",
): string => `${before}BUG: unable to handle kernel NULL pointer dereference at ${address}
IP: [<c1051234>] kthread_stop+0x16/0x160
Oops: 0002 [#1] SMP
CPU: 0 PID: 77 Comm: tool Not tainted 3.14.0 #1
EIP is at kthread_stop+0x16/0x160
EAX: ${eax} EBX: ${eax} ECX: ${ecx} EDX: 00000001
Call Trace:
 [<f8000123>] demo_close+0x1f/0x70 [demo]
`;
const FAILED = "demo: worker could not be created, error = -4\n";

const fortified = (place: string, reporter: string): string => `detected buffer overflow in memcpy
------------[ cut here ]------------
kernel BUG at ${place}!
CPU: 0 PID: 60 Comm: tool Not tainted 6.1.0 #1
RIP: 0010:${reporter}+0xf/0x11
Call Trace:
 demo_write+0x40/0x80 [demo]
`;

const refcount = (
  says: string,
  reporter = "kthread_stop",
): string => `WARNING: CPU: 0 PID: 60 at lib/refcount.c:28 refcount_warn_saturate+0xf4/0x10c
refcount_t: ${says}
CPU: 0 PID: 60 Comm: rmmod Not tainted 5.10.52 #1
Call Trace:
 refcount_warn_saturate+0xf4/0x10c
 ${reporter}+0xf4/0x10c
 demo_remove+0x40/0x80 [demo]
`;

const kthreadWarning = (headline: string): string => `${headline}
CPU: 3 PID: 900 Comm: tool Not tainted 6.6.0 #1
Read of size 8 at addr ffff888005fc6100 by task tool/900
Call Trace:
 kthread_stop+0x198/0x1f8
 demo_stop+0x20/0x40 [demo]
`;

const poisoned = (
  address: string,
): string => `general protection fault, probably for non-canonical address 0x${address}: 0000 [#1] SMP
CPU: 0 PID: 60 Comm: rmmod Not tainted 6.1.0 #1
RIP: 0010:kthread_stop+0x22/0x170
RAX: 0000000000000001 RBX: 6b6b6b6b6b6b6b6b RCX: 0000000000000000
Call Trace:
 demo_exit+0x18/0x20 [demo]
`;

const put = (...above: string[]): string => `BUG: kernel NULL pointer dereference, address: 0000000000000000
Oops: 0002 [#1] SMP
RIP: 0010:exit_creds+0x22/0x170
Call Trace:
${above.map((name) => ` ${name}+0x18/0x20\n`).join("")}`;

const gone = (
  code: string,
  ...above: string[]
): string => `BUG: unable to handle page fault for address: ffffffffc0004060
#PF: supervisor instruction fetch in kernel mode
#PF: error_code(0x${code}) - ${code === "0010" ? "not-present page" : "permissions violation"}
Oops: ${code} [#1] SMP
CPU: 0 PID: 0 Comm: swapper/0 Not tainted 6.1.0 #1
RIP: 0010:0xffffffffc0004060
Call Trace:
${above.map((name) => ` ${name}\n`).join("")}Modules linked in: [last unloaded: demo]
`;

const hung = (...functions: string[]): string => `INFO: task rmmod:88 blocked for more than 120 seconds.
Call Trace:
${["__schedule", "schedule", ...functions, "demo_exit"].map((name) => ` ${name}+0x1/0x2\n`).join("")}`;

/** The same functions in a report about a task that runs. */
const running = (headline: string, ...functions: string[]): string =>
  `${headline}
CPU: 0 PID: 88 Comm: rmmod Not tainted 6.1.0 #1
RIP: 0010:_raw_spin_lock_irq+0x1c/0x7c
Call Trace:
${[...functions, "demo_exit"].map((name) => ` ${name}+0x1/0x2\n`).join("")}`;

const poisonOverwritten = (what: string): string => `BUG task_struct (Not tainted): ${what}
INFO: 0xffff888005fc6100-0xffff888005fc6103. First byte 0x6c instead of 0x6b
`;

const compat = (entry: string): string => `BUG: kernel NULL pointer dereference, address: 0000000000000018
Oops: 0000 [#1] SMP
RIP: 0010:demo_fn+0x1c/0x7c [demo]
Call Trace:
 ${entry}+0x1/0x2
RIP: 0033:0x7f1234567890
RAX: ffffffffffffffda RBX: 0000000000000000 ORIG_RAX: 00000000000000b0
`;

const unload = (caller: string): string => `BUG: kernel NULL pointer dereference, address: 0000000000000018
Oops: 0000 [#1] SMP
CPU: 0 PID: 60 Comm: rmmod Not tainted 6.1.0 #1
RIP: 0010:demo_fn+0x1c/0x7c [demo]
Call Trace:
 ${caller}+0x1/0x2
`;

const oops = (
  count: number,
  taint: string,
  modules = "demo(O)",
): string => `BUG: kernel NULL pointer dereference, address: 0000000000000018
Oops: 0000 [#${count}] SMP
CPU: 0 PID: 60 Comm: tool ${taint} 6.1.0 #1
RIP: 0010:demo_fn+0x1c/0x7c [demo]
Call Trace:
 demo_read+0x1/0x2 [demo]
Modules linked in: ${modules}
`;
const TAINTED = (letters: string): string => `Tainted: G ${letters}`;
const CLEAN = "Not tainted";

const invoked = (
  said: string,
  by = "cat invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=2\n",
): string =>
  `${by}Call Trace:
 dump_stack_lvl+0x1/0x2
 out_of_memory+0x1/0x2
 demo_open+0x1/0x2
Mem-Info:
${said}
`;

/** ldr r4, [r0, #0x18]; then `next`; then the fault at ldr r2, [r4, #4]. */
const loaded = (
  next: string,
  r4: string,
): string => `Unable to handle kernel NULL pointer dereference at virtual address 00000004
Internal error: Oops: 17 [#1] SMP ARM
CPU: 0 PID: 60 Comm: tool Not tainted 4.4.0 #1
PC is at demo_fn+0x1c/0x7c [demo]
pc : [<7f00401c>]    lr : [<7f004060>]    psr: 60000013
r7 : 00000000  r6 : 00000000  r5 : 00000000  r4 : ${r4}
r3 : 00000000  r2 : 00000000  r1 : 00000000  r0 : 86475f80
Code: e52de004 e3a03000 e5904018 ${next} (e5942004)
`;
const CLEARS = "e5803018"; // str r3, [r0, #0x18]
const OTHER = "e580301c"; // str r3, [r0, #0x1c]

/** A stack with the module's name in it: "demo" is 6f6d6564. */
const spelled = (
  word: string,
  caller: string,
  after = "00000000 00000000 00000000",
): string => `Unable to handle kernel NULL pointer dereference at virtual address 00000004
Internal error: Oops: 17 [#1] SMP ARM
Modules linked in: demo(O)
CPU: 0 PID: 60 Comm: tool Not tainted 4.4.0 #1
PC is at demo_fn+0x1c/0x7c [demo]
Process tool (pid: 60, stack limit = 0x8a1c4210)
Stack: (0x8a1c5f40 to 0x8a1c5f60)
5f40: 00000000 00000000 ${word} ${after} 00000000 00000000
[<7f00401c>] (demo_fn [demo]) from [<8001234c>] (${caller}+0x10/0x20)
`;

/** A log that shows a claim, and logs beside it in which it does not hold. */
interface Shown {
  readonly says: RegExp;
  readonly holds: string;
  readonly beside: readonly [string, ...string[]];
  readonly binary?: FindBinary;
}

const shown = (says: RegExp, holds: string, ...beside: [string, ...string[]]): Shown => ({
  says,
  holds,
  beside,
});

/** One oops of a vmlinux or module with debug information; `at` is the address that the headline names. */
const member = (at: string): string =>
  oopsAt("device_read+0x4/0x8", "48 8b 47 18 <8b> 40 04 c3", { RAX: "0000000000000000" }, at);

/** Data of a module that is gone, which a timer led to. */
const dataOf = (code: string, caller: string): string =>
  gone(code, caller)
    .replace("instruction fetch", "read access")
    .replace("RIP: 0010:0xffffffffc0004060", "RIP: 0010:detach_timer+0x12/0x40");

/** riscv says "paging request" of every bad access (arch/riscv/mm/fault.c). */
const noWords = `Unable to handle kernel paging request at virtual address ffffffff01a04060
Oops [#1]
Modules linked in: [last unloaded: demo]
CPU: 0 PID: 60 Comm: demo Not tainted 6.1.0 #1
epc : 0xffffffff01a04060
 ra : call_timer_fn+0x1/0x2
epc : ffffffff01a04060 ra : ffffffff80002468 sp : ff20000000d3bdf0
[<ffffffff80002468>] call_timer_fn+0x1/0x2
`;

/** What KASAN tells of an object, with the trace of who freed it. */
const freedBy = (trace: string): string => `BUG: KASAN: slab-use-after-free in ring_poll+0x5c/0x120 [ring]
Read of size 8 at addr ffff888106a3c018 by task ringd/412
CPU: 1 PID: 412 Comm: ringd Not tainted 6.6.30 #1
Call Trace:
 kasan_report+0xb9/0xf0
 ring_poll+0x5c/0x120 [ring]
 kthread+0x167/0x1a0

Freed by task 401:
${trace}
`;

/** A sleep where none may be. */
const atomic = (
  states: string,
): string => `BUG: sleeping function called from invalid context at mm/slab.h:412
${states}
CPU: 0 PID: 77 Comm: ringd Not tainted 6.1.0 #1
Call Trace:
 __might_resched.cold+0xd4/0x110
 ring_fill+0x24/0x80 [ring]
 kthread+0xe7/0x110
`;

/** Every claim that the code can make: whoever adds one adds its logs here, or this does not compile. */
const SHOWN: Readonly<Record<Claim, readonly [Shown, ...Shown[]]>> = {
  "object-past": [
    shown(
      /the object was freed by task 401, in ring_release\(\)/,
      freedBy(" kfree+0x18/0x40\n ring_release+0x44/0x60 [ring]"),
      freedBy("ringd: another processor prints here\n ring_release+0x44/0x60 [ring]"),
      freedBy(" kfree+0x18/0x40"),
    ),
  ],
  "may-not-sleep": [
    shown(
      /interrupts were off/,
      atomic("in_atomic(): 0, irqs_disabled(): 1, pid: 77, name: ringd"),
      atomic("in_atomic(): 1, irqs_disabled(): 0, pid: 77, name: ringd"),
    ),
    shown(
      /preemption was disabled last in ring_lock\(\)/,
      atomic(
        "in_atomic(): 1, irqs_disabled(): 0\nPreemption disabled at:\n[<ffffffffc0210040>] ring_lock+0x10/0x20 [ring]",
      ),
      atomic("in_atomic(): 1, irqs_disabled(): 0\nPreemption disabled at:\n[<0000000000000000>] 0x0"),
    ),
  ],
  "tracked-object": [
    shown(
      /ODEBUG: free active/,
      watched(
        "free active (active state 0) object: ffff8881 object type: timer_list hint: ring_timer+0x0/0x80 [ring]",
        "kfree",
        "ring_release",
      ),
      watched(
        "free active (active state 0) object: ffff8881 object type: percpu_counter hint: 0x0",
        "kfree",
        "ring_release",
      ),
    ),
  ],
  "earlier-crash": [
    // the first of both; another one that has nothing to do with it is still before it
    shown(/crash 1 came before/, oops(1, CLEAN) + oops(2, TAINTED("D")), oops(1, CLEAN)),
  ],
  "earlier-oopses": [
    // the first; one of which the six before it are in the log
    shown(
      /\[#7\]: 6 oopses came before this one, and not in this log/,
      oops(7, CLEAN),
      oops(1, CLEAN),
      [1, 2, 3, 4, 5, 6, 7].map((count) => oops(count, CLEAN)).join(""),
    ),
  ],
  "died-before": [
    shown(
      /taint D: the kernel had died/,
      oops(1, TAINTED("D")),
      oops(1, CLEAN),
      oops(1, TAINTED("W")),
      oops(1, CLEAN) + oops(2, TAINTED("D")),
    ),
  ],
  "warned-before": [
    shown(
      /taint W: a WARN, or a report of sleep in atomic context, came before/,
      oops(1, TAINTED("W")),
      oops(1, CLEAN),
      oops(1, TAINTED("O")),
    ),
  ],
  "module-leaves": [
    shown(
      /module demo was being unloaded/,
      oops(1, CLEAN, "demo(O-)"),
      oops(1, CLEAN, "demo(O)"),
      oops(1, CLEAN, "demo(O+)"),
    ),
  ],
  "module-left": [
    shown(
      /module other is the last one that was unloaded/,
      oops(1, CLEAN, "demo(O) [last unloaded: other]"),
      oops(1, CLEAN, "demo(O) other(O)"),
    ),
  ],
  "in-delete-module": [
    shown(
      /was in __do_sys_delete_module\(\)/,
      unload("__do_sys_delete_module"),
      unload("demo_delete_module"),
      unload("? __do_sys_delete_module"),
    ),
  ],
  "system-call": [
    shown(
      /the system call is delete_module/,
      compat("entry_SYSCALL_64_after_hwframe"),
      compat("entry_SYSENTER_compat_after_hwframe"),
    ),
  ],
  "name-on-stack": [
    shown(
      /the stack at 0x8a1c5f48 spells "demo"$/m,
      spelled("6f6d6564", "demo_ioctl"),
      spelled("00000000", "demo_ioctl"),
      spelled("6f6d6578", "demo_ioctl"),
    ),
  ],
  "name-of-delete-module": [
    shown(
      /spells "demo": the name that delete_module\(\) was given/,
      spelled("6f6d6564", "SyS_delete_module"),
      spelled("6f6d6564", "demo_ioctl"),
      spelled("6f6d6578", "SyS_delete_module"),
      // modprobe -r of two: the other one's name lies there too, and it is the other one that leaves
      spelled("6f6d6564", "SyS_delete_module", "00000000 6568746f 00000072").replace(
        "demo(O)",
        "demo(O) other(O-)",
      ),
      spelled("6f6d6564", "SyS_delete_module", "00000000 6568746f 00000072").replace(
        "demo(O)",
        "demo(O) other(O)",
      ),
      // a longer name begins so
      spelled("6f6d6564", "SyS_delete_module", "0000782d 00000000 00000000").replace(
        "demo(O)",
        "demo(O) demo-x(O)",
      ),
    ),
  ],
  "size-was-known": [
    // the BUG() is of another file: the message was of something before it
    shown(
      /detected buffer overflow in memcpy/,
      fortified("lib/string_helpers.c:1027", "fortify_panic"),
      fortified("demo.c:12", "demo_write"),
    ),
  ],
  "asked-for-memory": [
    // the line that tells was lost
    shown(
      /cat asked for 4 contiguous pages/,
      invoked("Out of memory: Killed process 80 (sshd)"),
      invoked("", "Out of memory: Killed process 80 (sshd)\n"),
    ),
    // sysrq f asks for a kill, and for no memory
    shown(
      /cat asked for one page/,
      invoked("", "cat invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0\n"),
      invoked("", "cat invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1\n"),
    ),
  ],
  "nobody-to-kill": [
    shown(
      /nobody was left to kill/,
      invoked("Kernel panic - not syncing: System is deadlocked on memory"),
      invoked("Out of memory: Killed process 80 (sshd)"),
    ),
  ],
  "freed-poison-overwritten": [
    shown(
      /SLUB found the poison of a freed task_struct overwritten/,
      poisonOverwritten("Poison overwritten"),
      poisonOverwritten("Redzone overwritten"),
    ),
  ],
  "dropped-no-reference": [
    shown(
      /put_task_struct\(\) met a usage count of 0 or less/,
      refcount("underflow; use-after-free."),
      refcount("addition on 0; use-after-free."),
      refcount("underflow; use-after-free.", "demo_put"),
      // the count of another object, which goes with the task
      refcount("underflow; use-after-free.", "__put_task_struct+0x1/0x2\n kthread_stop"),
      refcount("underflow; use-after-free.", "demo_rcu_put+0x1/0x2\n rcu_do_batch+0x1/0x2\n kthread_stop"),
    ),
  ],
  "took-from-zero": [
    shown(
      /get_task_struct\(\) met a usage count of 0/,
      refcount("addition on 0; use-after-free."),
      refcount("saturated; leaking memory."),
      refcount("addition on 0; use-after-free.", "demo_get"),
    ),
  ],
  "count-of-no-task": [
    shown(
      /get_task_struct\(\) met a usage count beyond all bounds: no task_struct any more, or references that leaked/,
      refcount("saturated; leaking memory."),
      refcount("underflow; use-after-free."),
    ),
  ],
  "no-kernel-thread": [
    shown(
      /kthread\.c warns/,
      kthreadWarning("WARNING: CPU: 3 PID: 900 at kernel/kthread.c:76 kthread_stop+0x198/0x1f8"),
      kthreadWarning("BUG: KASAN: slab-use-after-free in kthread_stop+0x198/0x1f8 kernel/kthread.c:76"),
      // __kthread_bind_mask(), inlined through kthread_unpark(): the thread did not park
      kthreadWarning("WARNING: CPU: 3 PID: 900 at kernel/kthread.c:524 kthread_stop+0x198/0x1f8"),
    ),
  ],
  "dropped-last-reference": [
    shown(
      /called the last reference/,
      put("__put_task_struct", "kthread_stop", "demo_exit"),
      put("kthread_stop", "demo_exit"),
      // an interrupt of the stop lets another task go
      put("__put_task_struct", "delayed_put_task_struct", "rcu_do_batch", "rcu_core", "kthread_stop"),
    ),
  ],
  "read-freed-memory": [
    shown(
      /holds slab poison 0x6b, and the fault is through it/,
      poisoned("6b6b6b6b6b6b6b93"),
      poisoned("4141414141414141"),
    ),
    // the handle itself may come from a freed structure of the driver's
    shown(/the task's or what held the handle/, poisoned("6b6b6b6b6b6b6b93"), poisoned("ffff888005fc6100")),
  ],
  "sleeps-in-stop": [
    shown(/the process sleeps in kthread_stop\(\)$/m, hung("kthread_stop"), hung("demo_stop")),
    // a lockup and a stall are of a task that runs
    shown(
      /sleeps in kthread_stop/,
      hung("kthread_stop"),
      running("watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [rmmod:88]", "kthread_stop"),
      running("rcu: INFO: rcu_sched self-detected stall on CPU", "kthread_stop"),
    ),
  ],
  "thread-never-completed": [
    shown(
      /below wait_for_completion\(\): the thread never completed/,
      hung("wait_for_completion", "kthread_stop"),
      hung("kthread_stop"),
      hung("wait_for_completion", "demo_stop"),
      running(
        "watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [rmmod:88]",
        "wait_for_completion",
        "kthread_stop",
      ),
      // another wait, in something that the stop calls; a stop that is called from it
      hung("wait_for_completion", "wait_task_inactive", "kthread_stop"),
      hung("kthread_stop", "wait_for_completion"),
    ),
  ],
  "sleeps-below": [
    shown(/the process sleeps below flush_workqueue/, hung("flush_workqueue"), hung("demo_flush")),
    shown(
      /sleeps below flush_workqueue/,
      hung("flush_workqueue"),
      running("INFO: task rmmod:88 can't die for more than 143 seconds.", "flush_workqueue"),
    ),
  ],
  "never-woken": [
    shown(/it sleeps in kthread\(\) itself/, hung("kthread"), hung("demo_thread", "kthread")),
    // its function is of a module that is gone, or that the unwinder doubts
    shown(
      /it sleeps in kthread\(\) itself/,
      hung("kthread"),
      hung("kthread").replace(" kthread+", " 0xffffffffc0004060\n kthread+"),
      hung("kthread").replace(" kthread+", " ? demo_thread+0x1/0x2 [demo]\n kthread+"),
    ),
  ],
  "error-pointer": [
    // no message tells of an error; another error; the register holds no error
    shown(
      /is ERR_PTR\(-EINTR\) in EAX plus 0x10/,
      stop32("0000000c", "fffffffc", FAILED),
      stop32("0000000c", "fffffffc"),
      stop32("0000000c", "fffffffc", FAILED.replace("-4", "-12")),
      stop32("0000000c", "00000000", FAILED),
      // NULL plus the offset of a member is the same address
      stop32("0000000c", "fffffffc", FAILED, "00000000"),
    ),
  ],
  "in-first-page": [
    shown(/lies in the first page/, stop32("00000010", "00000000"), stop32("c1c7d610", "c1c7d600")),
    // at 0 lie a struct kthread's flags: the task was there
    shown(/lies in the first page/, stop32("00000010", "00000000"), stop32("00000000", "00000000")),
  ],
  "accessed-through": [
    shown(/reads through r4 = 0, /, loaded(OTHER, "00000000"), loaded(OTHER, "86475f80")),
    // The address that the report names is not the one that the register leads to.
    shown(
      /reads through r4 = 0x86475f80/,
      loaded(OTHER, "86475f80").replace("00000004", "86475f84"),
      loaded(OTHER, "86475f80"),
    ),
  ],
  "loaded-from": [
    shown(/r4 was loaded from offset 0x18/, loaded(OTHER, "00000000"), loaded("e1a04003", "00000000")),
  ],
  "member-cleared": [
    shown(/the member at offset 0x18 is then cleared/, loaded(CLEARS, "00000000"), loaded(OTHER, "00000000")),
  ],
  "member-named": [
    // the address that the report names is another member's
    { ...shown(/this is `dev->ring->tail`/, member("4"), member("44")), binary: binaryOf(RING) },
  ],
  "code-is-gone": [
    shown(
      /fetched an instruction at .* where nothing is mapped/,
      gone("0010", "call_timer_fn+0x1/0x2"),
      gone("0011", "call_timer_fn+0x1/0x2"),
      noWords,
      dataOf("0000", "call_timer_fn+0x1/0x2"),
    ),
  ],
  "data-is-gone": [
    shown(
      /0xffffffffc0004060 lies in the area of modules, where nothing is mapped/,
      dataOf("0000", "call_timer_fn+0x1/0x2"),
      dataOf("0001", "call_timer_fn+0x1/0x2").replace("not-present page", "permissions violation"),
      gone("0010", "call_timer_fn+0x1/0x2"),
    ),
  ],
  "run-by": [
    shown(
      /it happened below call_timer_fn/,
      gone("0010", "call_timer_fn+0x1/0x2"),
      gone("0010", "? call_timer_fn+0x1/0x2"),
    ),
  ],
};

describe.each(CLAIMS)("certain: %s", (claim) => {
  const logs = SHOWN[claim];

  test.each(logs)("where the log cannot be read otherwise: $says", ({ says, holds, binary }) => {
    expect(certainly(claim, holds, binary)).toMatch(says);
  });

  const beside = logs.flatMap(({ says, beside, binary }) => beside.map((log) => ({ says, log, binary })));
  test.each(beside)("not in the log beside it, %#", ({ says, log, binary }) => {
    expect(certainly(claim, log, binary)).not.toMatch(says);
  });
});

test("a stop of an ERR_PTR is not called a stop of a thread that ended", () => {
  expect(told(stop32("0000000c", "fffffffc", FAILED)).rule).toBe("kthread-err-ptr");
});

test("a KASAN report that names kthread.c is still a stop of a thread that ended", () => {
  expect(
    told(kthreadWarning("BUG: KASAN: slab-use-after-free in kthread_stop+0x198/0x1f8 kernel/kthread.c:640"))
      .rule,
  ).toBe("kthread-stop-after-exit");
});

const earlyEnd = (
  comm: string,
  modules: string,
): string => `BUG: unable to handle kernel NULL pointer dereference at           (null)
IP: [<ffffffff8184b879>] wait_for_completion+0x89/0x140
Oops: 0002 [#1] SMP
Modules linked in: ${modules}
CPU: 1 PID: 61 Comm: ${comm} Not tainted 4.4.0 #1
RIP: 0010:[<ffffffff8184b879>]  [<ffffffff8184b879>] wait_for_completion+0x89/0x140
`;

test("a report that ends before its trace, in rmmod at a completion, is likely a stop of a thread that ended", () => {
  const { rule, evidence } = told(earlyEnd("rmmod", "demo(OE-)"));
  expect(rule).toBe("kthread-stop-after-exit");
  expect(
    evidence.filter(({ text }) => text.includes("kthread_stop()")).map(({ certainty }) => certainty),
  ).toEqual(["likely"]);
});

test("the same outside of an unload is no stop", () => {
  expect(told(earlyEnd("cat", "demo(OE)")).rule).toBeUndefined();
});

test("32-bit list poison that was not loaded may be a member of NULL", () => {
  const small = `Unable to handle kernel NULL pointer dereference at virtual address 00000104
Internal error: Oops: 17 [#1] SMP ARM
PC is at demo_fn+0x1c/0x7c [demo]
pc : [<7f00401c>]    lr : [<7f004060>]    psr: 60000013
r3 : 00000100  r2 : 00000000  r1 : 00000000  r0 : 00000000
Code: e92d4010 e1a04000 (e5932004)
`;
  expect(told(small).rule).not.toBe("use-after-free");
});
