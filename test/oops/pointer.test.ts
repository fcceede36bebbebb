import { describe, expect, test } from "vitest";
import { explainValue } from "../../src/oops/dataflow/value.ts";
import { diagnose, loadDisassembler, readCrashes } from "../../src/oops/index.ts";

describe("a pointer's value gives away where it came from", () => {
  test.each([
    [0n, 8, "NULL"],
    [0x28n, 8, "NULL plus 0x28"],
    [0xfffffffffffffffcn, 8, "ERR_PTR(-EINTR)"],
    [0xfffffff4n, 4, "ERR_PTR(-ENOMEM)"],
    [0x6b6b6b6b6b6b6b6bn, 8, "slab poison 0x6b: read from memory that was freed"],
    [0x6b6b6b93n, 4, "slab poison 0x6b: read from memory that was freed"],
    [0xc1c7d600n, 4, "a kernel address"],
    [0x00012340n, 4, "an address of user space"],
    [0x6b6b6b6fn, 4, "slab poison 0x6b: read from memory that was freed"],
    [0x5a5a5a5a5a5a5a5an, 8, "slab poison 0x5a: read from memory that was never initialised"],
    [0xdead000000000108n, 8, "LIST_POISON1: the next pointer of a list entry that was deleted"],
    [0xdead000000000122n, 8, "LIST_POISON2: the prev pointer of a list entry that was deleted"],
    [0x00007ffd68623d58n, 8, "an address of user space"],
    [0x4141414141414141n, 8, "a non-canonical address"],
    [0xffff888005fc6100n, 8, "a kernel address"],
  ] as const)("%s in %s bytes", (value, bytes, words) => {
    expect(explainValue(value, bytes).words).toBe(words);
  });
});

/** kthread_stop() of 6.1 on amd64, at its get_task_struct(): `lock xadd [rbx + 0x28], eax`. */
const stopOf = (task: string): string => `BUG: unable to handle page fault for address: ${task}
#PF: supervisor write access in kernel mode
#PF: error_code(0x0002) - not-present page
Oops: 0002 [#1] PREEMPT SMP NOPTI
CPU: 0 PID: 87 Comm: rmmod Tainted: G           OE      6.1.0-50-amd64 #1  Debian 6.1.176-1
RIP: 0010:kthread_stop+0x22/0x170
Code: 00 00 48 89 fb b8 01 00 00 00 <f0> 0f c1 43 28 85 c0 0f 84 35 01 00 00
RSP: 0018:ffffc900005ebba8 EFLAGS: 00000246
RAX: 0000000000000001 RBX: ${task} RCX: c0000000ffffefff
RDX: 0000000000000003 RSI: 00000000ffffefff RDI: ${task}
Call Trace:
 <TASK>
 x+0x18/0xfd9 [klt_a]
 __do_sys_delete_module+0x1b6/0x330
 do_syscall_64+0x5d/0xb0
 </TASK>
Modules linked in: klt_a(OE-)
`;

test.each([
  ["fffffffffffffffc", "ERR_PTR(-EINTR)"],
  ["0000000000000000", "NULL"],
])("a stop of %s is told as a stop of %s", async (task, words) => {
  const crashes = readCrashes(stopOf(task));
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  const { rule, summary } = diagnose(crash, crashes, await loadDisassembler());
  expect(rule).toBe("kthread-err-ptr");
  expect(summary).toContain(`was given ${words} instead of a task`);
});

test("a pointer through slab poison is a use after free, with the member it was read from", async () => {
  const text = stopOf("ffff888005fc6100")
    .replaceAll("kthread_stop+0x22/0x170", "klt_read+0x10/0x40 [klt_a]")
    .replace("Code: 00 00 48 89 fb b8 01 00 00 00 <f0> 0f c1 43 28", "Code: 48 8b 5f 10 <48> 8b 43 08")
    .replace("RBX: ffff888005fc6100", "RBX: 6b6b6b6b6b6b6b6b");
  const crashes = readCrashes(text);
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  const { rule, evidence } = diagnose(crash, crashes, await loadDisassembler());
  expect(rule).toBe("use-after-free");
  expect(evidence.map(({ text: words }) => words)).toContain(
    "RBX was loaded from offset 0x10 of the object at RDI = 0xffff888005fc6100 (`mov rbx, qword ptr [rdi + 0x10]`)",
  );
});

test("on arm64 a pointer is followed to the member it was loaded from", async () => {
  const text = `Unable to handle kernel NULL pointer dereference at virtual address 0000000000000008
Internal error: Oops: 0000000096000004 [#1] SMP
CPU: 0 PID: 87 Comm: rmmod Tainted: G           O       6.6.30 #1
pstate: 60400005 (nZCv daif +PAN -UAO -TCO -DIT -SSBS BTYPE=--)
pc : klt_read+0x10/0x40 [klt_a]
lr : klt_exit+0x18/0x20 [klt_a]
sp : ffff800008003d50
x1 : 0000000000000000 x0 : ffff000004a5c000
Call trace:
 klt_read+0x10/0x40 [klt_a]
 __arm64_sys_delete_module+0x1a8/0x2f0
Code: d503201f f9400c01 (f9400422)
`;
  const crashes = readCrashes(text);
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  expect(crash.arch).toBe("arm64");
  const { evidence } = diagnose(crash, crashes, await loadDisassembler());
  const words = evidence.map(({ text: each }) => each);
  expect(words).toContain("`ldr x2, [x1, #8]` reads through x1 = 0, 0x8 bytes beyond it");
  expect(words).toContain(
    "x1 was loaded from offset 0x18 of the object at x0 = 0xffff000004a5c000 (`ldr x1, [x0, #0x18]`)",
  );
});

test("a pointer into the area of modules is told with the module that left last", async () => {
  const crashes = readCrashes(
    stopOf("ffffffffc0203000").replace(
      /Modules linked in:.*/,
      "Modules linked in: [last unloaded: klt_h(OE)]",
    ),
  );
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  const { evidence } = diagnose(crash, crashes, await loadDisassembler());
  expect(evidence.map(({ text }) => text).join("\n")).toContain(
    "RBX = 0xffffffffc0203000 (an address in the area of modules; klt_h was unloaded last)",
  );
});
