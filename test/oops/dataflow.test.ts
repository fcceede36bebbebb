import { describe, expect, test } from "vitest";
import { diagnose, loadDisassembler, readCrashes } from "../../src/oops/index.ts";

const disassembler = await loadDisassembler();

const evidence = (log: string): string => {
  const crashes = readCrashes(log);
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  return diagnose(crash, crashes, disassembler)
    .evidence.filter(({ certainty }) => certainty === "certain")
    .map(({ text }) => text)
    .join("\n");
};

const mips = (
  code: string,
): string => `CPU 0 Unable to handle kernel paging request at virtual address 00000004, epc == c040401c, ra == c0404060
Oops[#1]:
CPU: 0 PID: 88 Comm: rmmod Not tainted 6.12.0 #1
$ 0   : 00000000 00000001 00000000 00000000
$ 4   : 87a1a400 00000000 00000001 00000002
$16   : 87a1a400 00000000 00000000 00000000
epc   : c040401c demo_fn+0x1c/0x7c [demo]
ra    : c0404060 demo_caller+0x40/0x80 [demo]
BadVA : 00000004
Code: ${code}
`;

const powerpc = (code: string): string => `BUG: Kernel NULL pointer dereference on read at 0x00000008
Oops: Kernel access of bad area, sig: 11 [#1]
NIP:  c00800000040401c LR: c008000000404060 CTR: 0000000000000000
GPR00: c008000000404060 c000000003a3bb00 c000000001a3c000 c000000005fc6100
GPR04: 0000000000000001 0000000000000000 0000000000000000 0000000000000000
GPR08: 0000000000000000 0000000000000000 0000000000000000 0000000000000000
NIP [c00800000040401c] demo_fn+0x1c/0x7c [demo]
LR [c008000000404060] demo_caller+0x40/0x80 [demo]
Instruction dump:
${code}
`;

const riscv = (
  code: string,
): string => `Unable to handle kernel NULL pointer dereference at virtual address 0000000000000008
Oops [#1]
epc : demo_fn+0x1c/0x7c [demo]
 ra : demo_caller+0x40/0x80 [demo]
epc : ffffffff0140401c ra : ffffffff01404060 sp : ff20000000a3bd50
 s1 : ff60000085fc6100 a0 : ff60000085fc6100 a1 : 0000000000000000
 a5 : 0000000000000000
status: 0000000200000120 badaddr: 0000000000000008 cause: 000000000000000d
Code: ${code}
`;

const s390 = (
  rows: string,
): string => `Unable to handle kernel pointer dereference in virtual kernel address space
Failing address: 0000000000000000 TEID: 0000000000000483
Oops: 0038 ilc:3 [#1] SMP
Krnl PSW : 0704e00180000000 000003ff8040401c (demo_fn+0x1c/0x7c [demo])
Krnl GPRS: 0000000000000000 0000000000000000 0000000082a3e100 0000000000000000
           0000000000000000 0000000000000000 000003ffc5d7b2d8 0000000000000880
           0000000000000000 00000000a7a3e000 0000000082a3e100 000003ff80012280
           00000380001bbd60 00000380001bbe20 000003ff80010034 00000380001bbd20
Krnl Code: ${rows}
Call Trace:
 [<000003ff8040401c>] demo_fn+0x1c/0x7c [demo]
`;

const thumb = (
  code: string,
): string => `Unable to handle kernel NULL pointer dereference at virtual address 00000008
Internal error: Oops: 5 [#1] PREEMPT SMP THUMB2
CPU: 0 PID: 88 Comm: rmmod Not tainted 6.12.0 #1
PC is at demo_fn+0x1c/0x7c [demo]
LR is at demo_caller+0x40/0x80 [demo]
pc : [<7f00401c>]    lr : [<7f004061>]    psr: 60000033
r7 : 00000000  r6 : 00000000  r5 : 00000000  r4 : 86475f80
r3 : 00000000  r2 : 00000001  r1 : 00000000  r0 : 86475f80
Code: ${code}
`;

/** A pointer loaded at 0x18 of an object and followed; and the same with a call in between, which tells nothing. */
const FOLLOWED: readonly (readonly [
  machine: string,
  log: (code: string) => string,
  loaded: string,
  called: string,
  says: string,
])[] = [
  [
    "mips",
    mips,
    "8c820018 <8c430004> 03e00008",
    "8c820018 0c012345 00000000 <8c430004> 03e00008",
    "$2 was loaded from offset 0x18 of the object at $4 = 0x87a1a400",
  ],
  [
    "powerpc",
    powerpc,
    "e9230018 <e9490008> 4e800020",
    "e9230018 4bfffff1 <e9490008> 4e800020",
    "r9 was loaded from offset 0x18 of the object at r3 = 0xc000000005fc6100",
  ],
  [
    "riscv64",
    riscv,
    "3783 0185 (b703 0087)",
    "3783 0185 80e7 0000 (b703 0087)",
    "a5 was loaded from offset 0x18 of the object at a0 = 0xff60000085fc6100",
  ],
  [
    "s390x",
    s390,
    `000003ff80404016: e31020180004	lg	%r1,24(%r2)
          >000003ff8040401c: e30010000004	lg	%r0,0(%r1)
           000003ff80404022: 07fe		br	%r14`,
    `000003ff80404010: e31020180004	lg	%r1,24(%r2)
          #000003ff80404016: c0e500000010	brasl	%r14,000003ff80404036
          >000003ff8040401c: e30010000004	lg	%r0,0(%r1)
           000003ff80404022: 07fe		br	%r14`,
    "r1 was loaded from offset 0x18 of the object at r2 = 0x82a3e100",
  ],
  [
    "Thumb",
    thumb,
    "b510 4604 6983 (689a) bd10",
    "b510 6983 f000 f801 (689a) bd10",
    "r3 was loaded from offset 0x18 of the object at r0 = 0x86475f80",
  ],
];

describe.each(FOLLOWED)("%s", (_, log, loaded, called, says) => {
  test("a pointer is followed to the member that it was loaded from", () => {
    expect(evidence(log(loaded))).toContain(says);
  });

  test("not through a call that may change the register", () => {
    expect(evidence(log(called))).not.toContain("was loaded from");
  });
});

test("what a delay slot of mips sets is changed by the call that runs after it", () => {
  // jal, with `lw $v0, 0x18($a0)` in its slot
  expect(evidence(mips("0c012345 8c820018 <8c430004> 03e00008"))).not.toContain("was loaded from");
});

test("s390 counts from the PSW: after a protection exception it stands behind the instruction", () => {
  const rows = `000003ff80404010: e31020180004	lg	%r1,24(%r2)
          #000003ff80404016: e30010000024	stg	%r0,0(%r1)
          >000003ff8040401c: 07fe		br	%r14`;
  expect(evidence(s390(rows).replace("Oops: 0038", "Oops: 0004"))).toContain(
    "`stg %r0, 0(%r1)` writes through r1",
  );
});

test("an A32 kernel's code is not read as Thumb", () => {
  expect(evidence(thumb("e92d4010 e5903018 (e5932008) e8bd8010").replace(" THUMB2", " ARM"))).toContain(
    "r3 was loaded from offset 0x18 of the object at r0",
  );
});
