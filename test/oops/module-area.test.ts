import { describe, expect, test } from "vitest";
import { diagnose, readCrashes } from "../../src/oops/index.ts";

/** A processor that fetches from where a module was: what each machine prints of it, in a thread's process. */
const FETCHES: Readonly<Record<string, (comm: string) => string>> = {
  "x86_64, 6.1": (comm) => `BUG: unable to handle page fault for address: ffffffffc0201011
#PF: supervisor instruction fetch in kernel mode
#PF: error_code(0x0010) - not-present page
CPU: 0 PID: 90 Comm: ${comm} Tainted: G           OE      6.1.0 #1
RIP: 0010:0xffffffffc0201011
Code: Unable to access opcode bytes at 0xffffffffc0200fe7.
RAX: 0000000000000000 RBX: ffff888005fc6100 RCX: 0000000000000000
Modules linked in: [last unloaded: klt]
`,
  "i386, 3.2": (comm) => `BUG: unable to handle kernel paging request at f8a21010
Oops: 0010 [#1] SMP 
CPU: 0 PID: 90 Comm: ${comm} Tainted: G           O 3.2.0 #1
EIP: 0060:[<f8a21010>] EFLAGS: 00010246 CPU: 0
EIP is at 0xf8a21010
EAX: 00000001 EBX: 00000000 ECX: 00000000 EDX: 00000000
Modules linked in: [last unloaded: klt]
`,
  "arm, 4.4": (comm) => `Unable to handle kernel paging request at virtual address 7f000010
Internal error: Oops: 80000007 [#1] SMP ARM
Modules linked in: [last unloaded: klt]
CPU: 0 PID: 90 Comm: ${comm} Tainted: G           O    4.4.60 #1
PC is at 0x7f000010
LR is at 0x0
pc : [<7f000010>]    lr : [<00000000>]    psr: 60000013
`,
  "arm64, 6.12": (comm) => `Unable to handle kernel paging request at virtual address ffff80007a4c1010
Mem abort info:
  ESR = 0x0000000086000007
Internal error: Oops: 0000000086000007 [#1] SMP
Modules linked in: [last unloaded: klt]
CPU: 0 UID: 0 PID: 90 Comm: ${comm} Tainted: G           O       6.12.30 #1
pc : 0xffff80007a4c1010
`,
  "riscv64, 6.6": (comm) => `Unable to handle kernel paging request at virtual address ffffffff01a4c010
Oops [#1]
Modules linked in: [last unloaded: klt]
CPU: 0 PID: 90 Comm: ${comm} Tainted: G           O       6.6.30 #1
epc : 0xffffffff01a4c010
 ra : 0xffffffff01a4c010
status: 0000000200000120 badaddr: ffffffff01a4c010 cause: 000000000000000c
`,
  "powerpc, 5.15": (comm) => `BUG: Unable to handle kernel instruction fetch
Faulting instruction address: 0xc008000001230010
Oops: Kernel access of bad area, sig: 11 [#1]
Modules linked in: [last unloaded: klt]
CPU: 3 PID: 90 Comm: ${comm} Tainted: G           OE     5.15.0 #1
NIP:  c008000001230010 LR: c008000001230010 CTR: c0000000001a2b00
`,
};

describe.each(Object.keys(FETCHES))("code of a module that is gone, %s", (name) => {
  test.each([
    ["klt", "kthread-outlives-module"],
    ["kworker/0:1", "work-outlives-module"],
    ["swapper/0", "timer-outlives-module"],
  ])("in process %s is told as %s", (comm, rule) => {
    const crashes = readCrashes(FETCHES[name]?.(comm) ?? "");
    const [crash] = crashes;
    if (!crash) throw new Error("no crash found");
    const diagnosis = diagnose(crash, crashes);
    expect(diagnosis.rule).toBe(rule);
    expect(diagnosis.summary).toContain("klt");
  });
});
