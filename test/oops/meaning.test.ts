import { expect, test } from "vitest";
import { explained } from "../../src/explain/view.ts";
import { diagnose, readCrashes } from "../../src/oops/index.ts";
import { renderCrashes } from "../../src/report/oops-text.ts";
import { watched } from "./watched.ts";

const summary = (log: string): string => {
  const crashes = readCrashes(log);
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  return diagnose(crash, crashes).summary;
};

const hung = (...functions: string[]): string => `INFO: task cat:88 blocked for more than 120 seconds.
Call Trace:
${["__schedule", "schedule", ...functions, "foo_read"].map((name) => ` ${name}+0x1/0x2`).join("\n")}
`;

test.each([
  [["schedule_preempt_disabled", "__mutex_lock"], "a mutex that another task holds"],
  [["rwsem_down_write_slowpath", "down_write"], "an rw_semaphore that another task holds"],
  [["schedule_timeout", "__wait_for_common", "wait_for_completion"], "a completion"],
  [["schedule_timeout", "__wait_for_common", "__flush_work"], "a work item to end"],
  [["wait_rcu_exp_gp"], "an RCU grace period"],
  [["io_schedule", "bit_wait_io"], "I/O"],
  [["something_else"], "something that does not happen"],
])("a task that hangs below %j waits for %s", (functions, what) => {
  expect(summary(hung(...functions))).toMatch(`cat[88] has waited for more than 120 seconds`);
  expect(summary(hung(...functions))).toMatch(`: for ${what}.`);
});

test("a warning and a BUG are told with their place in the source", () => {
  const frame = "Call Trace:\n foo_read+0x1/0x2\n";
  expect(summary(`WARNING: CPU: 0 PID: 1 at drivers/misc/foo.c:41 foo_read+0x1/0x2\n${frame}`)).toBe(
    "A check of the kernel's own failed in foo_read(): WARN() at drivers/misc/foo.c:41.",
  );
  expect(summary(`kernel BUG at drivers/misc/foo.c:41!\nRIP: 0010:foo_read+0x1/0x2\n${frame}`)).toBe(
    "foo_read() hit a BUG() at drivers/misc/foo.c:41.",
  );
});

test("a report that is damaged says so", () => {
  expect(summary("BUG: unable to handle page fault for address: ffffc90000cc0000\n")).toContain(
    "the place is not certain",
  );
});

test("--json holds what the contract names", () => {
  const crashes = readCrashes(`BUG: kernel NULL pointer dereference, address: 0000000000000018
#PF: error_code(0x0000) - not-present page
Oops: 0000 [#1] SMP
CPU: 0 PID: 88 Comm: cat Tainted: G           O       6.1.0 #1
RIP: 0010:foo_read+0x1c/0x7c [foo]
RAX: 0000000000000000 RBX: ffff888005fc6100
Call Trace:
 vfs_read+0x1c/0x7c
Modules linked in: foo(O-)
`);
  const views = crashes.map((crash) => explained(crash, diagnose(crash, crashes)));
  expect(JSON.parse(JSON.stringify(views))).toMatchObject([
    {
      arch: "x86_64",
      kernel: "6.1.0",
      headline: "BUG: kernel NULL pointer dereference, address: 0000000000000018",
      type: "NULL-POINTER-DEREFERENCE",
      title: "BUG: unable to handle kernel NULL pointer dereference in foo_read",
      function: "foo_read",
      frames: [
        { function: "foo_read", offset: 28, size: 124, module: "foo" },
        { function: "vfs_read", offset: 28, size: 124 },
      ],
      registers: { RAX: "0", RBX: "ffff888005fc6100" },
      taint: "GO",
      modules: [{ name: "foo", state: "unloading" }],
      fault: { address: "0x18", access: "read", code: "0x0" },
      diagnosis: { summary: expect.any(String), evidence: expect.any(Array) },
    },
  ]);
});

test("of several crashes it is said where to begin", () => {
  const log = `BUG: kernel NULL pointer dereference, address: 0000000000000018
Oops: 0000 [#1] SMP
CPU: 0 PID: 88 Comm: cat Tainted: G           O       6.1.0 #1
RIP: 0010:foo_read+0x1c/0x7c [foo]
Call Trace:
 vfs_read+0x1c/0x7c
---[ end trace 0000000000000000 ]---
BUG: kernel NULL pointer dereference, address: 0000000000000018
Oops: 0000 [#2] SMP
CPU: 1 PID: 90 Comm: dd Tainted: G      D    O       6.1.0 #1
RIP: 0010:bar_read+0x1c/0x7c [foo]
Call Trace:
 vfs_write+0x1c/0x7c
`;
  const crashes = readCrashes(log);
  const views = crashes.map((crash) => explained(crash, diagnose(crash, crashes)));
  expect(renderCrashes(views, { width: 100, colour: false }).split("\n")[0]).toBe(
    "2 crashes in this log: begin with 1; the other one follows from earlier ones",
  );
});

test("a fault in the first page is told as a NULL pointer, with its advice, by a machine that has one announcement for all", () => {
  const log = `CPU 0 Unable to handle kernel paging request at virtual address 00000018, epc == 80123456, ra == 80123400
Oops[#1]:
CPU: 0 PID: 345 Comm: kworker/0:2 Not tainted 5.10.176 #0
epc   : 80123456 foo_reset+0x24/0x98 [foo]
BadVA : 00000018
Call Trace:
[<80123456>] foo_reset+0x24/0x98 [foo]
`;
  const crashes = readCrashes(log);
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  const { summary: said, next } = diagnose(crash, crashes);
  expect(said).toContain("a pointer was NULL");
  expect(next.join("\n")).toContain("a missing check of what was returned");
});

test.each([
  ["0000", "read from", "where nothing is mapped"],
  ["0002", "wrote to", "where nothing is mapped"],
  ["0003", "wrote to", "which is mapped, but not to be written"],
  ["0011", "jumped to", "which is mapped, but not to be executed"],
  ["000b", "wrote to", "whose page table entry is damaged: a reserved bit is set in it"],
])("x86's error code %s says why an access was refused", (code, how, why) => {
  const log = `BUG: unable to handle page fault for address: ffff888058a67000
Oops: ${code} [#1] SMP NOPTI
CPU: 1 PID: 650 Comm: cat Not tainted 6.1.0 #1
RIP: 0010:foo_read+0x12/0x40
Call Trace:
 foo_read+0x1/0x2
`;
  expect(summary(log)).toBe(`foo_read() ${how} 0xffff888058a67000, ${why}.`);
});

test.each([
  [
    "above",
    `------------[ cut here ]------------
ring: 3 users left
WARNING: CPU: 3 PID: 1120 at drivers/ring.c:715 ring_exit+0x1a0/0x1c0 [ring]
Modules linked in: ring(O-)
CPU: 3 PID: 1120 Comm: rmmod Not tainted 6.6.30 #1
`,
  ],
  [
    "below",
    `------------[ cut here ]------------
WARNING: at drivers/ring.c:715 ring_exit+0x1a0/0x1c0 [ring]()
Hardware name: Board
ring: 3 users left
Modules linked in: ring(O-)
Pid: 1120, comm: rmmod Not tainted 3.2.0 #1
`,
  ],
])("the message of a WARN() is told, which stands %s its line", (where, log) => {
  expect(summary(`${log}Call Trace:\n ring_exit+0x1a0/0x1c0 [ring]\n`)).toContain(
    `; the line ${where} it: "ring: 3 users left".`,
  );
});

test("a WARN() without a message, or with lines of others around it, has none", () => {
  const log = `ring: 3 users left
------------[ cut here ]------------
WARNING: CPU: 3 PID: 1120 at drivers/ring.c:715 ring_exit+0x1a0/0x1c0 [ring]
Modules linked in: ring(O-)
Call Trace:
 ring_exit+0x1a0/0x1c0 [ring]
`;
  expect(summary(log)).toBe(
    "A check of the kernel's own failed in ring_exit(): WARN() at drivers/ring.c:715.",
  );
});

test("a task that leaves the kernel with a lock: which, and who took it", () => {
  const log = `================================================
WARNING: lock held when returning to user space!
6.6.30 #1 Tainted: G           O
------------------------------------------------
cat/88 is leaving the kernel with locks still held!
1 lock held by cat/88:
 #0: ffffffffc0210040 (&ring->lock){+.+.}-{3:3}, at: ring_open+0x30/0x90 [ring]
`;
  expect(summary(log)).toContain("with a lock held: &ring->lock, taken in ring_open().");
});

test("a processor that is stuck at a spinlock waits for who holds it", () => {
  const log = `watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [ringd:77]
CPU: 1 PID: 77 Comm: ringd Not tainted 6.6.30 #1
RIP: 0010:native_queued_spin_lock_slowpath+0x6a/0x2c0
Call Trace:
 <TASK>
 _raw_spin_lock+0x29/0x30
 ring_poll+0x24/0x80 [ring]
 kthread+0xe7/0x110
`;
  expect(summary(log)).toContain("which waits for a spinlock that is held");
});

test("a race is told with both its sides", () => {
  const log = `==================================================================
BUG: KCSAN: data-race in ring_fill / ring_poll

write to 0xffffffffc0212000 of 4 bytes by task 77 on cpu 0:
 ring_fill+0x24/0x80
 kthread+0xe7/0x110

read to 0xffffffffc0212000 of 4 bytes by task 78 on cpu 1:
 ring_poll+0x24/0x80
 kthread+0xe7/0x110
`;
  expect(summary(log)).toContain("in ring_fill() and ring_poll().");
});

test("a pool of workers that is stuck is told with what it runs, and what waits", () => {
  const log = `BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 101s!
Showing busy workqueues and worker pools:
workqueue events: flags=0x0
  pwq 0: cpus=0 node=0 flags=0x0 nice=0 active=1/256 refcnt=2
    in-flight: 2067:ring_flush [ring]
    pending: ring_poll [ring], ring_poll [ring], vmstat_shepherd
`;
  expect(summary(log)).toBe(
    "A pool of workers (cpus=0) has begun no work for 101 s; running: 2067:ring_flush [ring]; waiting: ring_poll [ring], vmstat_shepherd.",
  );
});

const LEAKED_BEFORE = (
  count: string,
): string => `BUG: workqueue leaked lock or atomic: kworker/0:2/0x${count}/4586
     last function: ring_flush [ring]
CPU: 0 PID: 4586 Comm: kworker/0:2 Not tainted 6.1.0 #1
`;
const LEAKED_SINCE = (
  count: string,
  depths: string,
): string => `BUG: workqueue leaked atomic, lock or RCU: kworker/0:2[4586]
     preempt=0x${count} ${depths} workfn=ring_flush [ring]
CPU: 0 PID: 4586 Comm: kworker/0:2 Not tainted 6.9.0 #1
`;

test.each([
  ["one unlock too many", LEAKED_BEFORE("ffffffff"), "more often than disabled"],
  ["a spinlock", LEAKED_BEFORE("00000001"), "with preemption disabled"],
  ["a mutex", LEAKED_BEFORE("00000000"), "with a lock that it took"],
  ["a spinlock, 6.9", LEAKED_SINCE("00000001", "lock=0->1 RCU=0->0"), "with preemption disabled"],
  [
    "a mutex, 6.9",
    LEAKED_SINCE("00000000", "lock=0->1 RCU=0->0"),
    "with another number of locks than before",
  ],
  [
    "a reader, 6.9",
    LEAKED_SINCE("00000000", "lock=0->0 RCU=0->1"),
    "in another depth of RCU sections than before",
  ],
])("what a work function left behind is told: %s", (_, log, words) => {
  expect(summary(log)).toContain(words);
});

test("a grace period that waits for RCU's own thread is no processor that is stuck", () => {
  const log = `rcu: INFO: rcu_sched detected stalls on CPUs/tasks:
	(detected by 0, t=254302 jiffies, g=8370033, q=8218)
rcu: All QSes seen, last rcu_sched kthread activity 254300 (4322046580-4321792280), jiffies_till_next_fqs=1, root ->qsmask 0x0
rcu: rcu_sched kthread starved for 254300 jiffies! g8370033 f0x2 RCU_GP_WAIT_FQS(5) ->state=0x200 ->cpu=1
`;
  expect(summary(log)).toContain("RCU's own thread, rcu_sched, did not get to run for 254300 jiffies");
});

const endingWorker = (
  caller: string,
): string => `BUG: unable to handle kernel paging request at ffffffffffffffd8
IP: [<ffffffff8109d610>] kthread_data+0x10/0x20
Oops: 0000 [#2] SMP
CPU: 0 PID: 89 Comm: kworker/0:1 Tainted: G      D         4.4.0 #1
RIP: 0010:[<ffffffff8109d610>]  [<ffffffff8109d610>] kthread_data+0x10/0x20
Call Trace:
 [<ffffffff81097db1>] ${caller}+0x11/0x90
 [<ffffffff8180b869>] __schedule+0x6a9/0x980
 [<ffffffff8180bb75>] schedule+0x35/0x80
 [<ffffffff81084c2a>] do_exit+0x79a/0xb40
`;

test("a worker that crashes in kthread_data() while it ends died of the crash before", () => {
  expect(summary(endingWorker("wq_worker_sleeping"))).toContain("ending of an earlier crash");
  expect(summary(endingWorker("ring_poll"))).not.toContain("ending of an earlier crash");
});

test("the message between the dashes and the line of a WARN() belongs to the report", () => {
  const log = `------------[ cut here ]------------
refcount_t: addition on 0; use-after-free.
WARNING: CPU: 2 PID: 1920 at lib/refcount.c:25 refcount_warn_saturate+0x74/0x110
Modules linked in: ring(O-)
CPU: 2 PID: 1920 Comm: rmmod Not tainted 6.1.0 #1
RIP: 0010:refcount_warn_saturate+0x74/0x110
Call Trace:
 kthread_stop+0xd6/0x180
 ring_exit+0x15/0xff0 [ring]
`;
  const [crash] = readCrashes(log);
  expect(crash?.span).toEqual({ from: 1, to: 9 });
  expect(summary(log)).toBe(
    "kthread_stop() was called on a kernel thread that had already ended by itself: its task_struct had been freed.",
  );
});

test.each([
  [
    watched(
      "free active (active state 0) object: ffff8881 object type: timer_list hint: ring_timer+0x0/0x80 [ring]",
      "kfree",
      "ring_release",
    ),
    "use-after-free",
    "Memory is freed, in ring_release(), with a timer in it that is still pending: its function is ring_timer().",
  ],
  [
    watched(
      "free active (active state 0) object type: work_struct hint: ring_work+0x0/0x80",
      "free_module",
      "delete_module",
    ),
    "work-outlives-module",
    "with a work item in it that is still queued or running: its function is ring_work().",
  ],
  [
    watched(
      "free active (active state 0) object type: timer_list hint: delayed_work_timer_fn+0x0/0xa0",
      "kfree",
      "ring_release",
    ),
    "use-after-free",
    "with the timer of a delayed work in it that is still pending.",
  ],
  [
    watched("init active (active state 0) object type: hrtimer hint: ring_tick+0x0/0x80", "ring_open"),
    "api-misuse",
    "is set up again",
  ],
  [
    watched(
      "assert_init not available (active state 0) object type: timer_list hint: 0x0",
      "timer_delete_sync",
      "ring_close",
    ),
    "api-misuse",
    "which was never set up.",
  ],
])("what is watched, and done to while it is pending, is told by its rule", (log, rule, words) => {
  const crashes = readCrashes(log);
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  const told = diagnose(crash, crashes);
  expect(told.rule).toBe(rule);
  expect(told.summary).toContain(words);
});
