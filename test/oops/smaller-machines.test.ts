import { describe, expect, test } from "vitest";
import { readCrashes, type CrashArch } from "../../src/oops/index.ts";

/** Written in each kernel's own format: show_regs(), die() and the fault handler of its arch/ folder. */
const LOGS: readonly (readonly [
  arch: CrashArch,
  address: bigint | undefined,
  caller: string | undefined,
  log: string,
])[] = [
  [
    "arc",
    0x18n,
    "demo_thread",
    `Oops
Path: (null)
CPU: 0 PID: 88 Comm: rmmod Tainted: G           O      5.10.0 #1
Invalid Read @ 0x00000018 by insn @ demo_fn+0x1c/0x7c [demo]
ECR: 0x00050100 EFA: 0x00000018 ERET: 0x7000401c
STAT32: 0x80080a02 [IE K     ]   BTA: 0x70004016
 SP: 0x8f2d1f10  FP: 0x00000000 BLK: demo_thread+0x40/0x80 [demo]
r00: 0x00000000	r01: 0x8f2d0000	r02: 0x00000001
Stack Trace:
  demo_fn+0x1c/0x7c [demo]
  demo_thread+0x40/0x80 [demo]
`,
  ],
  [
    "loongarch",
    0x18n,
    "demo_thread",
    `CPU 0 Unable to handle kernel paging request at virtual address 0000000000000018, era == ffff800002004020, ra == ffff800002004060
Oops[#1]:
CPU: 0 PID: 88 Comm: rmmod Tainted: G           O       6.12.0 #1
pc ffff800002004020 ra ffff800002004060 tp 9000000101a3c000 sp 9000000101a3fd50
a0 0000000000000000 a1 9000000100a3c000 a2 0000000000000000 a3 0000000000000001
   ra: ffff800002004060 demo_thread+0x40/0x80 [demo]
  ERA: ffff800002004020 demo_fn+0x1c/0x7c [demo]
 CRMD: 000000b0 (PLV0 -IE -DA +PG DACF=CC DACM=CC -WE)
 BADV: 0000000000000018
Modules linked in: demo(O)
Process rmmod (pid: 88, threadinfo=0000000012345678, task=0000000087654321)
Stack : 0000000000000000 9000000101a3fe00
Call Trace:
[<ffff800002004020>] demo_fn+0x1c/0x7c [demo]
[<ffff800002004060>] demo_thread+0x40/0x80 [demo]
Code: 02ffc063 29c06061 <28c06084> 28c06061 4c000020
`,
  ],
  [
    "m68k",
    0x18n,
    "demo_thread",
    `Unable to handle kernel NULL pointer dereference at virtual address 00000018
Oops: 00000000
Modules linked in: demo(O)
PC: [<0081401c>] demo_fn+0x1c/0x7c [demo]
SR: 2000  SP: 00c41f00  a2: 00c3e000
d0: 00000000    d1: 00000001    d2: 00000000    d3: 00c41f80
d4: 00000000    d5: 00000000    a0: 00000000    a1: 00c41f5c
Process rmmod (pid: 88, task=00c3e000)
Frame format=7 eff addr=00c41f60 ssw=0505 faddr=00000018
Call Trace: [<00814060>] demo_thread+0x40/0x80 [demo]
 [<00042b30>] kthread+0x80/0xa0
Code: 4e56 0000 2f0a 246e 0008 <2228> 0018 4e5e
`,
  ],
  [
    "sparc",
    undefined,
    "demo_thread",
    `Unable to handle kernel NULL pointer dereference
tsk->{mm,active_mm}->context = 0000000000000aa1
tsk->{mm,active_mm}->pgd = fff000123456a000
rmmod(88): Oops [#1]
CPU: 0 PID: 88 Comm: rmmod Tainted: G           O       6.12.0 #1
TSTATE: 0000000011001606 TPC: 000000001000401c TNPC: 0000000010004020 Y: 00000000    Tainted: G           O
TPC: <demo_fn+0x1c/0x7c [demo]>
g0: 0000000000000000 g1: 0000000000000018 g2: 0000000000000000 g3: 0000000000000001
o0: 0000000000000000 o1: 0000000000000001 o2: 0000000000000000 o3: 0000000000000000
RPC: <demo_thread+0x40/0x80 [demo]>
I7: <kthread+0x80/0xa0>
Call Trace:
[<0000000010004060>] demo_thread+0x40/0x80 [demo]
[<0000000000471234>] kthread+0x80/0xa0
Caller[0000000010004060]: demo_thread+0x40/0x80 [demo]
Instruction DUMP: 9de3bf50 <c25e2018> 81c7e008
`,
  ],
  [
    "alpha",
    0x18n,
    "demo_thread",
    `Unable to handle kernel paging request at virtual address 0000000000000018
CPU 0 
rmmod(88): Oops 0
pc = [<fffffffc0020401c>]  ra = [<fffffffc00204060>]  ps = 0000    Tainted: G           O
pc is at demo_fn+0x1c/0x7c [demo]
ra is at demo_thread+0x40/0x80 [demo]
v0 = 0000000000000000  t0 = 0000000000000001  t1 = fffffc0000a3c000
a0 = 0000000000000000  a1 = 0000000000000001  a2 = 0000000000000000
Trace:
[<fffffffc00204060>] demo_thread+0x40/0x80 [demo]
[<fffffc0000331234>] kthread+0x80/0xa0
Code: 23deffe0  b75e0000 <a4300018> 6bfa8001
`,
  ],
  [
    "xtensa",
    0x18n,
    undefined,
    `Unable to handle kernel paging request at virtual address 00000018
 pc = d000401c, ra = 9000407c
Oops: sig: 9 [#1] PREEMPT
CPU: 0 PID: 88 Comm: rmmod Tainted: G           O       6.12.0 #1
a00: 9000407c d0a41f10 00000000 00000001 00000000 00000000 00000000 00000000
pc: d000401c, ps: 00060130, depc: 00000018, excvaddr: 00000018
lbeg: d0001234, lend: d0001240 lcount: 00000000, sar: 0000001f
Call Trace:
 [<d000407c>] demo_fn+0x1c/0x7c [demo]
 [<d0031234>] kthread+0x80/0xa0
`,
  ],
  [
    "openrisc",
    0x18n,
    "demo_thread",
    `Unable to handle kernel access
 at virtual address 0x00000018

Oops#: 0000
CPU #: 0
   PC: c040401c    SR: 0000807f    SP: c0a41f10
GPR00: 00000000 GPR01: c0a41f10 GPR02: c0a41f30 GPR03: 00000000
GPR04: 00000001 GPR05: 00000000 GPR06: 00000000 GPR07: 00000000
  RES: 00000000 oGPR11: ffffffff
Process rmmod (pid: 88, stackpage=c0a3e000)
Call trace:
[<(____ptrval____)>] demo_fn+0x1c/0x7c [demo]
[<(____ptrval____)>] demo_thread+0x40/0x80 [demo]
`,
  ],
  [
    "csky",
    0x18n,
    "demo_thread",
    `Unable to handle kernel paging request at virtual addr 0x00000018, pc: 0x8040401c
Oops [#1]
CURRENT PROCESS:
COMM=rmmod PID=88
PC: 0x8040401c (demo_fn+0x1c/0x7c [demo])
LR: 0x80404060 (demo_thread+0x40/0x80 [demo])
SP: 0x80a41f10
PSR: 0x80000340
PT_REGS: 0x80a41e80
 a0: 0x00000000   a1: 0x00000001   a2: 0x00000000   a3: 0x00000000
Call Trace:
[<8040401c>] demo_fn+0x1c/0x7c [demo]
[<80404060>] demo_thread+0x40/0x80 [demo]
`,
  ],
  [
    "parisc",
    0x18n,
    "demo_thread",
    `Kernel Fault: Code=15 (Data TLB miss fault) at addr 0000000000000018
CPU: 0 PID: 88 Comm: rmmod Tainted: G           O       6.12.0 #1
     YZrvWESTHLNXBCVMcbcbcbcbOGFRQPDI
PSW: 00001000000001001111111100001111 Tainted: G           O
r00-03  000000ff0804ff0f 0000000040a41f10 0000000010004060 0000000040a41f90
IASQ: 0000000000000000 0000000000000000 IAOQ: 000000001000401c 0000000010004020
 IIR: 0f401098    ISR: 0000000000000000  IOR: 0000000000000018
 CPU:        0   CR30: 0000000040a3c000 CR31: ffffffffffffffff
 IAOQ[0]: demo_fn+0x1c/0x7c [demo]
 IAOQ[1]: demo_fn+0x20/0x7c [demo]
 RP(r2): demo_thread+0x40/0x80 [demo]
Backtrace:
 [<0000000010004060>] demo_thread+0x40/0x80 [demo]
 [<0000000040231234>] kthread+0x80/0xa0
`,
  ],
  [
    "sh",
    0x18n,
    "demo_thread",
    `BUG: unable to handle kernel NULL pointer dereference at 00000018
PC: [<c000401c>] demo_fn+0x1c/0x7c [demo]
pgd = 8c004000
Oops: 0000 [#1]
Modules linked in: demo(O)
CPU: 0 PID: 88 Comm: rmmod Tainted: G           O       6.12.0 #1
PC is at demo_fn+0x1c/0x7c [demo]
PR is at demo_thread+0x40/0x80 [demo]
PC  : c000401c SP  : 8ca41f10 SR  : 40008000 TEA : 00000018
R0  : 00000000 R1  : 00000001 R2  : 00000000 R3  : 00000000
MACH: 00000000 MACL: 00000000 GBR : 00000000 PR  : c0004060
Call trace:
 [<c0004060>] demo_thread+0x40/0x80 [demo]
 [<8c031234>] kthread+0x80/0xa0
`,
  ],
  [
    "microblaze",
    undefined,
    "demo_thread",
    `Oops: kernel access of bad area, sig: 11
 Registers dump: mode=1
 r1=C0A41F10, r2=00000000, r3=00000000, r4=00000001
 r5=00000000, r6=00000000, r7=00000000, r8=00000000
 r29=00000000, r30=00000000, r31=C0A3C000, rPC=C040401C
 msr=000042A6, ear=00000018, esr=00000012, fsr=00000000
Call Trace:
[<c040401c>] demo_fn+0x1c/0x7c [demo]
[<c0404060>] demo_thread+0x40/0x80 [demo]
`,
  ],
  [
    "nios2",
    0x18n,
    "demo_thread",
    `Unable to handle kernel NULL pointer dereference at virtual address 00000018
ea = c040401c, ra = c0404060, cause = 14
Kernel panic - not syncing: Oops
CPU: 0 PID: 88 Comm: rmmod Tainted: G           O       6.12.0 #1
Stack from c0a41f10:
        00000000 c0404060
Call Trace: [<c040401c>] demo_fn+0x1c/0x7c [demo]
 [<c0404060>] demo_thread+0x40/0x80 [demo]
`,
  ],
  [
    "hexagon",
    0x18n,
    "demo_thread",
    `Unable to handle kernel paging request at virtual address 0x00000018, regs c0a41e80
Oops: Bad Kernel VA[#1]:
CPU: 0 PID: 88 Comm: rmmod Tainted: G           O       6.12.0 #1
restart_r0: 	0xffffffff   syscall_nr: 129
r0: 	0x00000000 00000001 00000000 00000000
elr: 	0xc040401c   cause: 0x00000060   user_mode: 0
psp: 	0x00000000   badva: 0x00000018   int_enabled: 1
CPU#0, rmmod/88, Call Trace:
[c0a41f10] 0xc040401c: demo_fn + 0x1c [demo]
[c0a41f30] 0xc0404060: demo_thread + 0x40 [demo]
`,
  ],
];

describe.each(LOGS)("%s", (arch, address, caller, log) => {
  const crashes = readCrashes(log);
  const [crash] = crashes;

  test("is one crash, of this machine, in demo_fn() of module demo", () => {
    expect(crashes).toHaveLength(1);
    expect(crash).toMatchObject({ arch, function: "demo_fn" });
    expect(crash?.frames.find((frame) => frame.function === "demo_fn")?.module).toBe("demo");
  });

  test("says the address, and who called", () => {
    expect(crash?.fault?.address).toBe(address);
    expect(crash?.frames.map((frame) => frame.function)).toContain(caller ?? "kthread");
  });
});

const STRANGE = `*** UNHANDLED EXCEPTION in kernel mode, vector 7 ***
  epsr = 40000002  era = c0401234
  x0 = 00000000 x1 = c0a41f10 x2 = 00000018
  x3 = c0a41f90 x4 = 00000001 x5 = 00000000
`;

test("what looks like a crash in no known format is told to be one", () => {
  expect(readCrashes(STRANGE).map(({ title }) => title)).toEqual(["looks like a crash that I cannot read"]);
});

test("the same words without registers or a trace are somebody's prose", () => {
  expect(
    readCrashes("the driver survives an unhandled exception in kernel mode\nusb 1-1: new device\n"),
  ).toEqual([]);
});

test("beside a crash that is read, what cannot be read is not told", () => {
  const known = "kernel BUG at drivers/misc/foo.c:41!\nRIP: 0010:foo_read+0x1/0x2\n";
  expect(readCrashes(STRANGE + known).map(({ function: name }) => name)).toEqual(["foo_read"]);
});
