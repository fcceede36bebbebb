import { describe, expect, test } from "vitest";
import { readCrashes } from "../../src/oops/index.ts";
import { DAMAGE } from "./damage.ts";

/** As parisc_terminate(), die_if_kernel(), die() and show_regs() of these machines print in Linux 5.10 and 6.12. */
const LOGS: readonly (readonly [what: string, title: string, arch: string, log: string])[] = [
  [
    "parisc bad address 5.10",
    "Bad Address (null pointer deref?) in demo_fn",
    "parisc",
    `Bad Address (null pointer deref?): Code=15 (Data TLB miss fault) at addr 0000000000000018
CPU: 0 PID: 88 Comm: rmmod Tainted: G           O      5.10.0 #1
Hardware name: 9000/785/C8000

     YZrvWESTHLNXBCVMcbcbcbcbOGFRQPDI
PSW: 00001000000001001111111100001111 Tainted: G           O     
r00-03  0804ff0f 40a41f10 10004060 40a41f90
sr00-03  00000000 00000000 00000000 00000000

IASQ: 00000000 00000000 IAOQ: 1000401c 10004020
 IIR: 0f401098    ISR: 00000000  IOR: 00000018
 CPU:        0   CR30: 40a3c000 CR31: ffffffff
 ORIG_R28: 00000000
 IAOQ[0]: demo_fn+0x1c/0x7c [demo]
 IAOQ[1]: demo_fn+0x20/0x7c [demo]
 RP(r2): demo_thread+0x40/0x80 [demo]
Backtrace:
 [<10004060>] demo_thread+0x40/0x80 [demo]
 [<40231234>] kthread+0x80/0xa0

Kernel panic - not syncing: Bad Address (null pointer deref?)
`,
  ],
  [
    "parisc die BUG",
    "kernel BUG in demo_fn",
    "parisc",
    `------------[ cut here ]------------
kernel BUG at drivers/misc/demo.c:41!
      _______________________________ 
     < Your System ate a SPARC! Gah! >
      ------------------------------- 
             \\   ^__^
                 (__)\\       )\\/\\
                  U  ||----w |
                     ||     ||
rmmod (pid 88): break 0,0 (code 0)
CPU: 0 UID: 0 PID: 88 Comm: rmmod Tainted: G           O       6.12.0 #1
Hardware name: 9000/785/C8000

     YZrvWESTHLNXBCVMcbcbcbcbOGFRQPDI
PSW: 00001000000001001111111100001111 Tainted: G           O      
r00-03  000000ff0804ff0f 0000000040a41f10 0000000010004060 0000000040a41f90

IASQ: 0000000000000000 0000000000000000 IAOQ: 000000001000401c 0000000010004020
 IIR: 03ffe01f    ISR: 0000000000000000  IOR: 0000000000000018
 CPU:        0   CR30: 0000000040a3c000 CR31: ffffffffffffffff
 ORIG_R28: 0000000000000000
 IAOQ[0]: demo_fn+0x1c/0x7c [demo]
 IAOQ[1]: demo_fn+0x20/0x7c [demo]
 RP(r2): demo_thread+0x40/0x80 [demo]
Backtrace:
 [<0000000010004060>] demo_thread+0x40/0x80 [demo]
 [<0000000040231234>] kthread+0x80/0xa0

---[ end trace 0000000000000000 ]---
`,
  ],
  [
    "parisc die illegal",
    "Illegal instruction in demo_fn",
    "parisc",
    `      _______________________________ 
     < Your System ate a SPARC! Gah! >
      ------------------------------- 
             \\   ^__^
                 (__)\\       )\\/\\
                  U  ||----w |
                     ||     ||
rmmod (pid 88): Illegal instruction (code 8)
CPU: 0 UID: 0 PID: 88 Comm: rmmod Tainted: G           O       6.12.0 #1
Hardware name: 9000/785/C8000

     YZrvWESTHLNXBCVMcbcbcbcbOGFRQPDI
PSW: 00001000000001001111111100001111 Tainted: G           O      
IASQ: 0000000000000000 0000000000000000 IAOQ: 000000001000401c 0000000010004020
 IIR: 03ffe01f    ISR: 0000000000000000  IOR: 0000000000000018
 CPU:        0   CR30: 0000000040a3c000 CR31: ffffffffffffffff
 IAOQ[0]: demo_fn+0x1c/0x7c [demo]
 IAOQ[1]: demo_fn+0x20/0x7c [demo]
 RP(r2): demo_thread+0x40/0x80 [demo]
Backtrace:
 [<0000000010004060>] demo_thread+0x40/0x80 [demo]
 [<0000000040231234>] kthread+0x80/0xa0
---[ end trace 0000000000000000 ]---
`,
  ],
  [
    "hexagon 6.12",
    "BUG: unable to handle kernel paging request in demo_fn",
    "hexagon",
    `Unable to handle kernel paging request at virtual address 0x00000018, regs c0a41e80
Oops: Bad Kernel VA[#1]:
Modules linked in: demo(O)
CPU: 0 UID: 0 PID: 88 Comm: rmmod Tainted: G           O       6.12.0 #1
Hardware name: Qualcomm Hexagon
restart_r0: 	0xffffffff   syscall_nr: 129
preds: 		0x00000000
lc0: 	0x00000000   sa0: 0x00000000   m0:  0x00000000
lc1: 	0x00000000   sa1: 0x00000000   m1:  0x00000000
gp: 	0x00000000   ugp: 0x00000000   usr: 0x00000000
cs0: 	0x00000000   cs1: 0x00000000
r0: 	0x00000000 00000001 00000000 00000000
r4:  	0x00000000 00000001 00000000 00000000
r28: 	0x00000000 c0a41f10 c0a41f30 c0404060
elr: 	0xc040401c   cause: 0x00000060   user_mode: 0
psp: 	0x00000000   badva: 0x00000018   int_enabled: 1
CPU#0, rmmod/88, Call Trace:
[c0a41f10] 0xc040401c: demo_fn + 0x1c [demo] 
[c0a41f30] 0xc0404060: demo_thread + 0x40 [demo] 
[c0a41f50] 0xc0031234: kthread + 0x80
Kernel panic - not syncing: Fatal exception
`,
  ],
  [
    "hexagon other die 5.10",
    "Illegal instruction in demo_fn",
    "hexagon",
    `Oops: Illegal instruction[#1]:
CPU: 0 PID: 88 Comm: rmmod Tainted: G           O      5.10.0 #1
Hardware name: Qualcomm Hexagon
restart_r0: 	0xffffffff   syscall_nr: 129
r0: 	0x00000000 00000001 00000000 00000000
elr: 	0xc040401c   cause: 0x00000012   user_mode: 0
psp: 	0x00000000   badva: 0x00000018   int_enabled: 1
CPU#0, rmmod/88, Call Trace:
[c0a41f10] 0xc040401c: demo_fn + 0x1c [demo] 
[c0a41f30] 0xc0404060: demo_thread + 0x40 [demo] 
[c0a41f50] 0xc0031234: kthread + 0x80 (FP out of bounds!)
`,
  ],
  [
    "microblaze 6.12",
    "kernel access of bad area in demo_fn",
    "microblaze",
    `Oops: kernel access of bad area, sig: 11
CPU: 0 UID: 0 PID: 88 Comm: rmmod Tainted: G           O       6.12.0 #1
 Registers dump: mode=1
 r1=C0A41F10, r2=00000000, r3=00000000, r4=00000001
 r5=00000000, r6=00000000, r7=00000000, r8=00000000
 r29=00000000, r30=00000000, r31=C0A3C000, rPC=C040401C
 msr=000042A6, ear=00000018, esr=00000012, fsr=00000000
Kernel Stack:
00000000 c0404060 00000000 c0a41f90 00000000 00000000 00000000 00000000
00000000 c0404060 00000000 c0a41f90 00000000 00000000 00000000 00000000


Call Trace:
[<c040401c>] demo_fn+0x1c/0x7c [demo]
[<c0404060>] demo_thread+0x40/0x80 [demo]
[<c0031234>] kthread+0x80/0xa0
`,
  ],
  [
    "microblaze exception",
    "opcode exception in demo_fn",
    "microblaze",
    `Illegal opcode exception in kernel mode.
Oops: opcode exception, sig: 4
CPU: 0 UID: 0 PID: 88 Comm: rmmod Tainted: G           O       6.12.0 #1
 Registers dump: mode=1
 r1=C0A41F10, r2=00000000, r3=00000000, r4=00000001
 r29=00000000, r30=00000000, r31=C0A3C000, rPC=C040401C
 msr=000042A6, ear=00000018, esr=00000012, fsr=00000000
Kernel Stack:
00000000 c0404060 00000000 c0a41f90 00000000 00000000 00000000 00000000


Call Trace:
[<c040401c>] demo_fn+0x1c/0x7c [demo]
[<c0404060>] demo_thread+0x40/0x80 [demo]
[<c0031234>] kthread+0x80/0xa0
`,
  ],
];

describe.each(LOGS)("%s", (_, title, arch, log) => {
  const lines = log
    .trimEnd()
    .split("\n")
    .map((line, index) => `[   12.${345_000 + index}] ${line}`);

  test.each(Object.entries(DAMAGE))("%s: headline, function, module and trace are read", (_form, damage) => {
    const [crash, ...more] = readCrashes(damage(lines));
    expect(more).toEqual([]);
    expect(crash).toMatchObject({ title, arch, function: "demo_fn" });
    expect(crash?.frames.find((frame) => frame.function === "demo_fn")?.module).toBe("demo");
    expect(crash?.frames.map((frame) => frame.function)).toContain("demo_thread");
  });
});
