import { expect, test } from "vitest";
import { isEmulatorFault } from "../../src/confirm/judge/emulator.ts";
import { judge } from "../../src/confirm/judge/judge.ts";
import type { Run } from "../../src/confirm/play/run.ts";
import type { ObservedFault } from "../../src/confirm/observe/fault.ts";

const OOPS = `[    3.1] BUG: kernel NULL pointer dereference, address: 0000000000000000
[    3.1] #PF: supervisor write access in kernel mode
[    3.1] #PF: error_code(0x0002) - not-present page
[    3.1] PGD 0 P4D 0 
[    3.1] Oops: 0002 [#1] PREEMPT SMP NOPTI
[    3.1] CPU: 0 PID: 92 Comm: rmmod Tainted: G           OE      6.1.0-56-amd64 #1  Debian 6.1.192-2
[    3.1] RIP: 0010:kthread_stop+0x43/0x170
[    3.1] Call Trace:
[    3.1]  <TASK>
[    3.1]  __do_sys_delete_module.constprop.0+0x1a2/0x2e0
[    3.1]  do_syscall_64+0x55/0xb0
[    3.1]  </TASK>
[    3.1] ---[ end trace 0000000000000000 ]---
`;

const WARNING = `[    3.0] ------------[ cut here ]------------
[    3.0] refcount_t: addition on 0; use-after-free.
[    3.0] WARNING: CPU: 0 PID: 92 at lib/refcount.c:25 refcount_warn_saturate+0x97/0x110
[    3.0] CPU: 0 PID: 92 Comm: rmmod Tainted: G           OE      6.1.0-56-amd64 #1  Debian 6.1.192-2
[    3.0] RIP: 0010:refcount_warn_saturate+0x97/0x110
[    3.0] Call Trace:
[    3.0]  <TASK>
[    3.0]  kthread_stop+0x13b/0x170
[    3.0]  __do_sys_delete_module.constprop.0+0x1a2/0x2e0
[    3.0]  </TASK>
[    3.0] ---[ end trace 0000000000000000 ]---
`;

const AFTER_FREE: ObservedFault = { kind: "stop-after-free", thread: "klt", age: 400 };
const OF_OTHER: ObservedFault = { kind: "stop-of-other", thread: "klt", other: "kls3" };

/** A run in which nothing went wrong, but for what the test says. */
function run(changes: Partial<Run>): Run {
  return {
    scenario: { parameters: [], signals: [], uses: [], lingers: false, variant: "as shipped", forced: false },
    console: "",
    phases: [
      { phase: "insmod", from: 0 },
      { phase: "rmmod", from: 0 },
    ],
    insmod: 0,
    rmmod: 0,
    end: "played",
    stuck: [],
    faults: [],
    blind: [],
    ms: 1000,
    ...changes,
  };
}

test("nothing printed, nothing traced, status 0", () => {
  expect(judge(run({})).kind).toBe("quiet");
});

test("an oops while unloading; the status alone would not tell on 5.10", () => {
  expect(judge(run({ console: WARNING + OOPS, rmmod: 137 })).kind).toBe("crashed");
  expect(judge(run({ console: WARNING, rmmod: 0 })).kind).toBe("warned");
});

test("silent corruption is no quiet run", () => {
  expect(judge(run({ faults: [AFTER_FREE] })).kind).toBe("silent");
});

test("a crash after rmmod returned", () => {
  const before = "[    2.0] exit without kthread_stop\n";
  const phases: Run["phases"] = [
    { phase: "rmmod", from: 0 },
    { phase: "after", from: before.length },
  ];
  expect(judge(run({ console: before + OOPS, phases })).kind).toBe("crashed-later");
});

test("the process that crashed may be a victim", () => {
  const victim = OOPS.replaceAll("Comm: rmmod", "Comm: kls3");
  expect(judge(run({ console: victim, faults: [OF_OTHER] })).innocent).toBe("kls3");
  expect(judge(run({ console: victim })).innocent).toBeUndefined();
});

test("a panic, a hang, a guest that is gone, a module that is refused", () => {
  const panic = `${OOPS}[    3.2] Kernel panic - not syncing: Fatal exception in interrupt\n`;
  expect(judge(run({ console: panic, end: "gone" })).kind).toBe("panicked");
  expect(judge(run({ end: "hung" })).kind).toBe("hung");
  expect(judge(run({ end: "gone" })).kind).toBe("gone");
  expect(judge(run({ insmod: 1 })).kind).toBe("not-loaded");
  expect(judge(run({ rmmod: 1 })).kind).toBe("not-unloaded");
});

test("registers that no processor can hold are the emulator's fault, not the module's", () => {
  expect(isEmulatorFault("RSP: 0018:ffffc90000013970 EFLAGS: 04bbcb42\n")).toBe(true);
  expect(isEmulatorFault("RSP: 0018:ffffc90000003ed0 EFLAGS: 00000082\nEFLAGS: 00010246\n")).toBe(false);
});
