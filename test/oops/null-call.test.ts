import { expect, test } from "vitest";
import { diagnose, readCrashes } from "../../src/oops/index.ts";

const NULL_CALLS: readonly (readonly [machine: string, log: string])[] = [
  [
    "x86_64",
    `BUG: kernel NULL pointer dereference, address: 0000000000000000
#PF: supervisor instruction fetch in kernel mode
Oops: 0010 [#1] SMP
RIP: 0010:0x0
Code: Unable to access opcode bytes at 0xffffffffffffffd6.
Call Trace:
 demo_caller+0x40/0x80 [demo]
`,
  ],
  [
    "x86_64",
    `BUG: unable to handle kernel NULL pointer dereference at           (null)
IP: [<          (null)>]           (null)
Oops: 0010 [#1] SMP
RIP: 0010:[<0000000000000000>]  [<          (null)>]           (null)
Call Trace:
 [<ffffffffa0004060>] ? demo_stale+0x40/0x80 [demo]
 [<ffffffffa0004060>] demo_caller+0x40/0x80 [demo]
`,
  ],
  [
    "arm",
    `Unable to handle kernel NULL pointer dereference at virtual address 00000000
Internal error: Oops: 80000005 [#1] SMP ARM
PC is at 0x0
LR is at demo_caller+0x40/0x80 [demo]
pc : [<00000000>]    lr : [<7f004060>]    psr: 60000013
`,
  ],
  [
    "arm64",
    `Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000
Internal error: Oops: 0000000086000004 [#1] SMP
pstate: 60400005 (nZCv daif +PAN -UAO -TCO -DIT -SSBS BTYPE=--)
pc : 0x0
lr : demo_caller+0x40/0x80 [demo]
Call trace:
 0x0
 demo_caller+0x40/0x80 [demo]
`,
  ],
  [
    "arm64",
    `Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000
Internal error: Oops: 0000000086000004 [#1] SMP
pstate: 60400005 (nZCv daif +PAN -UAO -TCO -DIT -SSBS BTYPE=--)
pc : 0x0
lr : demo_caller+0x40/0x80 [demo]
Call trace:
 0x0
 vfs_read+0x8a/0x250
`,
  ],
  [
    "riscv64",
    `Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000
Oops [#1]
epc : 0000000000000000 ra : ffffffff01404060 sp : ff20000000a3bd50
status: 0000000200000120 badaddr: 0000000000000000 cause: 000000000000000c
[<ffffffff01404060>] demo_caller+0x40/0x80 [demo]
`,
  ],
  [
    "mips",
    `CPU 0 Unable to handle kernel paging request at virtual address 00000000, epc == 00000000, ra == c0404060
Oops[#1]:
epc   : 00000000 0x0
ra    : c0404060 demo_caller+0x40/0x80 [demo]
`,
  ],
  [
    "powerpc",
    `BUG: Kernel NULL pointer dereference at 0x00000000
Oops: Kernel access of bad area, sig: 11 [#1]
NIP [0000000000000000] 0x0
LR [c008000000404060] demo_caller+0x40/0x80 [demo]
Call Trace:
[c000000003a3bb00] [c008000000404060] demo_caller+0x40/0x80 [demo]
`,
  ],
  [
    "s390x",
    `Unable to handle kernel pointer dereference in virtual kernel address space
Failing address: 0000000000000000 TEID: 0000000000000483
Oops: 0004 ilc:1 [#1] SMP
Krnl PSW : 0704c00180000000 0000000000000000 (0x0)
Call Trace:
([<000003ff80404060>] demo_caller+0x40/0x80 [demo])
`,
  ],
  [
    "loongarch",
    `CPU 0 Unable to handle kernel paging request at virtual address 0000000000000000, era == 0000000000000000, ra == ffff800002004060
Oops[#1]:
   ra: ffff800002004060 demo_caller+0x40/0x80 [demo]
  ERA: 0000000000000000 0x0
`,
  ],
];

test.each(NULL_CALLS)("a jump to 0 on %s is a call of NULL by the frame above", (arch, log) => {
  const crashes = readCrashes(log);
  const [crash] = crashes;
  expect(crash).toMatchObject({ arch, function: "demo_caller" });
  expect(crash && diagnose(crash, crashes).summary).toMatch(
    /^demo_caller\(\) called a function through a pointer that is NULL/,
  );
});

test("a read of address 0 is no call", () => {
  const crashes = readCrashes(`BUG: kernel NULL pointer dereference, address: 0000000000000000
Oops: 0000 [#1] SMP
RIP: 0010:demo_fn+0x1c/0x7c [demo]
`);
  const [crash] = crashes;
  expect(crash && diagnose(crash, crashes).summary).not.toContain("called a function");
});

const belowEntry = (rip: string): string => `BUG: unable to handle kernel paging request at ffffc90000cc0000
${rip}Call Trace:
 page_fault+0x22/0x30
 ? demo_fn+0x1c/0x7c [demo]
 demo_caller+0x40/0x80 [demo]
`;

test("a frame with ? right below the exception's entry is the function, where no line says the place", () => {
  expect(readCrashes(belowEntry(""))[0]).toMatchObject({ function: "demo_fn" });
});

test("where a line says the place, a frame with ? below the entry is stale", () => {
  expect(readCrashes(belowEntry("RIP: 0010:demo_other+0x1/0x2 [demo]\n"))[0]).toMatchObject({
    function: "demo_other",
  });
});
