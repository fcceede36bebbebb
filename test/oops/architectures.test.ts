import { describe, expect, test } from "vitest";
import { diagnose, loadDisassembler, readCrashes, type Crash } from "../../src/oops/index.ts";

/** What each machine prints when kthread_stop() faults while module `klt` is unloaded. */
interface Machine {
  readonly name: string;
  readonly log: string;
  readonly kernel: string;
  readonly arch: Crash["arch"];
  readonly fault: Crash["fault"];
  /** One register, as the machine names it. */
  readonly register: readonly [string, bigint];
  readonly taint: string;
  readonly type?: string;
}

const MACHINES: readonly Machine[] = [
  {
    name: "x86_64, 2.6.32",
    arch: "x86_64",
    kernel: "2.6.32-431.el6.x86_64",
    fault: { address: 0x10n, access: "write", code: 2 },
    register: ["RDI", 0n],
    taint: "P",
    log: `BUG: unable to handle kernel NULL pointer dereference at 0000000000000010
IP: [<ffffffff8108fae7>] kthread_stop+0x37/0x110
PGD 3b0c6067 PUD 3b0c7067 PMD 0 
Oops: 0002 [#1] SMP 
last sysfs file: /sys/module/klt/refcnt
CPU 0 
Modules linked in: klt(-) ext4 [last unloaded: foo]

Pid: 1234, comm: rmmod Tainted: P           2.6.32-431.el6.x86_64 #1 Red Hat KVM
RIP: 0010:[<ffffffff8108fae7>]  [<ffffffff8108fae7>] kthread_stop+0x37/0x110
RSP: 0018:ffff88003b0cbe78  EFLAGS: 00010246
RAX: 0000000000000000 RBX: 0000000000000000 RCX: 0000000000000001
RDX: 0000000000000000 RSI: 0000000000000001 RDI: 0000000000000000
RBP: ffff88003b0cbe98 R08: 0000000000000000 R09: 0000000000000000
R10: 0000000000000000 R11: 0000000000000206 R12: 0000000000000000
R13: 0000000000000880 R14: 00007fffdb1f6c10 R15: 0000000000000000
FS:  00007f27ee5b0700(0000) GS:ffff880002200000(0000) knlGS:0000000000000000
CS:  0010 DS: 0000 ES: 0000 CR0: 0000000080050033
CR2: 0000000000000010 CR3: 000000003b0c5000 CR4: 00000000000006f0
Process rmmod (pid: 1234, threadinfo ffff88003b0ca000, task ffff88003cc4aaa0)
Stack:
 ffff88003b0cbe98 ffffffffa0123000 0000000000000880 ffffffffa0123280
<d> ffff88003b0cbea8 ffffffffa0123024 ffff88003b0cbf78 ffffffff810b6fd4
Call Trace:
 [<ffffffffa0123024>] klt_exit+0x24/0x30 [klt]
 [<ffffffff810b6fd4>] sys_delete_module+0x194/0x260
 [<ffffffff8100b072>] system_call_fastpath+0x16/0x1b
Code: 00 00 48 89 fb b8 01 00 00 00 <f0> 0f c1 43 10 85 c0 0f 84 35 01 00 00
RIP  [<ffffffff8108fae7>] kthread_stop+0x37/0x110
 RSP <ffff88003b0cbe78>
CR2: 0000000000000010
---[ end trace 5b4c8cd6e2a4b4a1 ]---
`,
  },
  {
    name: "x86_64, 7.2",
    arch: "x86_64",
    kernel: "7.2.0-rc1",
    fault: { address: 0x28n, access: "write", code: 2 },
    register: ["R12", 0xffffffffc0201000n],
    taint: "GDWOE",
    log: `BUG: kernel NULL pointer dereference, address: 0000000000000028
#PF: supervisor write access in kernel mode
#PF: error_code(0x0002) - not-present page
PGD 0 P4D 0 
Oops: Oops: 0002 [#1] SMP NOPTI
CPU: 0 UID: 0 PID: 1234 Comm: rmmod Tainted: G      D W  OE       7.2.0-rc1 #1 PREEMPT(lazy) 
Tainted: [D]=DIE, [W]=WARN, [O]=OOT_MODULE, [E]=UNSIGNED_MODULE
Hardware name: QEMU Standard PC (i440FX + PIIX, 1996), BIOS 1.16.2-debian-1.16.2-1 04/01/2014
RIP: 0010:kthread_stop+0x37/0x110
Code: 00 00 48 89 fb b8 01 00 00 00 <f0> 0f c1 43 28 85 c0 0f 84 35 01 00 00
RSP: 0018:ffffc900005ebba8 EFLAGS: 00000246
RAX: 0000000000000001 RBX: 0000000000000000 RCX: 0000000000000000
RDX: 0000000000000000 RSI: 0000000000000000 RDI: 0000000000000000
RBP: ffffc900005ebbd8 R08: 0000000000000000 R09: 0000000000000000
R10: 0000000000000000 R11: 0000000000000000 R12: ffffffffc0201000
R13: 0000000000000880 R14: 0000000000000000 R15: 0000000000000000
FS:  00007f27ee5b0740(0000) GS:ffff88808a3e7000(0000) knlGS:0000000000000000
CS:  0010 DS: 0000 ES: 0000 CR0: 0000000080050033
CR2: 0000000000000028 CR3: 0000000105c0a000 CR4: 00000000000006f0
Call Trace:
 <TASK>
 klt_exit+0x24/0x30 [klt]
 __do_sys_delete_module+0x1d3/0x310
 do_syscall_64+0x84/0x2f0
 entry_SYSCALL_64_after_hwframe+0x76/0x7e
RIP: 0033:0x7f27ee6d3d2b
RSP: 002b:00007ffc9a2f1c98 EFLAGS: 00000206 ORIG_RAX: 00000000000000b0
 </TASK>
Modules linked in: klt(OE-) [last unloaded: foo(OE)]
CR2: 0000000000000028
---[ end trace 0000000000000000 ]---
`,
  },
  {
    name: "i386, 3.2",
    arch: "i386",
    kernel: "3.2.0-4-686-pae",
    fault: { address: 0x10n, access: "write", code: 2 },
    register: ["EBX", 0n],
    taint: "GO",
    log: `BUG: unable to handle kernel NULL pointer dereference at 00000010
IP: [<c1066e12>] kthread_stop+0x12/0x90
*pde = 00000000 
Oops: 0002 [#1] SMP 
Modules linked in: klt(O-) loop

Pid: 1234, comm: rmmod Tainted: G           O 3.2.0-4-686-pae #1 Debian 3.2.102-1 Bochs Bochs
EIP: 0060:[<c1066e12>] EFLAGS: 00010246 CPU: 0
EIP is at kthread_stop+0x12/0x90
EAX: 00000001 EBX: 00000000 ECX: 00000000 EDX: 00000000
ESI: f8a21000 EDI: 00000880 EBP: f5b2bf38 ESP: f5b2bf24
 DS: 007b ES: 007b FS: 00d8 GS: 00e0 SS: 0068
Process rmmod (pid: 1234, ti=f5b2a000 task=f5a4c100 task.ti=f5b2a000)
Stack:
 f8a21000 00000880 f5b2bf40 f8a2104c f5b2bfa8 c107a6c3
Call Trace:
 [<f8a2104c>] klt_exit+0x1c/0x30 [klt]
 [<c107a6c3>] sys_delete_module+0x173/0x250
 [<c12ef1e4>] syscall_call+0x7/0xb
Code: 53 89 c3 b8 01 00 00 00 <f0> 0f c1 43 10 85 c0
EIP: [<c1066e12>] kthread_stop+0x12/0x90 SS:ESP 0068:f5b2bf24
CR2: 0000000000000010
---[ end trace 5b4c8cd6e2a4b4a1 ]---
`,
  },
  {
    name: "i386, 6.1",
    arch: "i386",
    kernel: "6.1.0-50-686-pae",
    fault: { address: 0x10n, access: "write", code: 2 },
    register: ["EBX", 0n],
    taint: "GOE",
    log: `BUG: kernel NULL pointer dereference, address: 00000010
#PF: supervisor write access in kernel mode
#PF: error_code(0x0002) - not-present page
*pdpt = 0000000004a3e001 *pde = 0000000000000000 
Oops: 0002 [#1] PREEMPT SMP
CPU: 0 PID: 1234 Comm: rmmod Tainted: G           OE      6.1.0-50-686-pae #1  Debian 6.1.176-1
Hardware name: QEMU Standard PC (i440FX + PIIX, 1996), BIOS 1.16.2-debian-1.16.2-1 04/01/2014
EIP: kthread_stop+0x12/0x90
Code: 53 89 c3 b8 01 00 00 00 <f0> 0f c1 43 10 85 c0
EAX: 00000001 EBX: 00000000 ECX: 00000000 EDX: 00000000
ESI: f8a21000 EDI: 00000880 EBP: c5b2bf38 ESP: c5b2bf24
DS: 007b ES: 007b FS: 00d8 GS: 0033 SS: 0068 EFLAGS: 00010246
CR0: 80050033 CR2: 00000010 CR3: 05b0c000 CR4: 000006f0
Call Trace:
 klt_exit+0x1c/0x30 [klt]
 __ia32_sys_delete_module+0x173/0x250
 __do_fast_syscall_32+0x68/0xb0
 entry_SYSENTER_32+0x98/0xe7
Modules linked in: klt(OE-)
CR2: 0000000000000010
---[ end trace 0000000000000000 ]---
`,
  },
  {
    name: "arm, 2.6.32",
    arch: "arm",
    kernel: "2.6.32",
    fault: { address: 0x10n, access: "read", code: 0x17 },
    register: ["r4", 0n],
    taint: "P",
    log: `Unable to handle kernel NULL pointer dereference at virtual address 00000010
pgd = c5b0c000
[00000010] *pgd=85a3e031, *pte=00000000, *ppte=00000000
Internal error: Oops: 17 [#1] PREEMPT
last sysfs file: /sys/module/klt/refcnt
Modules linked in: klt(-)
CPU: 0    Tainted: P            (2.6.32 #1)
PC is at kthread_stop+0x18/0x80
LR is at klt_exit+0x18/0x20 [klt]
pc : [<c005f2a8>]    lr : [<bf00004c>]    psr: 60000013
sp : c5b0fe90  ip : c5b0fea8  fp : c5b0fea4
r10: 00000000  r9 : c5b0e000  r8 : c0028ea4
r7 : 00000081  r6 : 00000880  r5 : bf000280  r4 : 00000000
r3 : 00000000  r2 : 00000001  r1 : 60000013  r0 : 00000000
Flags: nZCv  IRQs on  FIQs on  Mode SVC_32  ISA ARM  Segment user
Control: 0005317f  Table: 85b0c000  DAC: 00000015
Process rmmod (pid: 1234, stack limit = 0xc5b0e268)
Stack: (0xc5b0fe90 to 0xc5b10000)
fe80:                                     c5b0feb4 bf000280 c5b0feb4 c5b0fea8
fea0: bf00004c c005f29c c5b0ffa4 c5b0feb8 c0076f60 bf000040 00746c6b 00000000
[<c005f2a8>] (kthread_stop+0x18/0x80) from [<bf00004c>] (klt_exit+0x18/0x20 [klt])
[<bf00004c>] (klt_exit+0x18/0x20 [klt]) from [<c0076f60>] (sys_delete_module+0x1b0/0x234)
[<c0076f60>] (sys_delete_module+0x1b0/0x234) from [<c0028d00>] (ret_fast_syscall+0x0/0x2c)
Code: e92dd830 e24cb004 e1a04000 (e5943010) e3a01001 
---[ end trace 1b75b31a2719ed1c ]---
`,
  },
  {
    name: "arm64, 4.14",
    arch: "arm64",
    kernel: "4.14.98",
    fault: { address: 0x10n, access: "write", code: 0x96000046 },
    register: ["x19", 0n],
    taint: "GO",
    log: `Unable to handle kernel NULL pointer dereference at virtual address 00000010
Mem abort info:
  Exception class = DABT (current EL), IL = 32 bits
  SET = 0, FnV = 0
  EA = 0, S1PTW = 0
Data abort info:
  ISV = 0, ISS = 0x00000046
  CM = 0, WnR = 1
user pgtable: 4k pages, 48-bit VAs, pgd = ffff80003a4b3000
[0000000000000010] *pgd=0000000000000000
Internal error: Oops: 96000046 [#1] PREEMPT SMP
Modules linked in: klt(O-)
CPU: 2 PID: 1234 Comm: rmmod Tainted: G           O    4.14.98 #1
Hardware name: Freescale i.MX8MQ EVK (DT)
task: ffff80003a4b8000 task.stack: ffff00000a4c0000
PC is at kthread_stop+0x24/0x1a0
LR is at klt_exit+0x18/0xe50 [klt]
pc : [<ffff0000080eb6dc>] lr : [<ffff000000a4c018>] pstate: 60000145
sp : ffff00000a4c3e10
x29: ffff00000a4c3e10 x28: ffff80003a4b8000 
x27: ffff000008a31000 x26: 000000000000006a 
x21: 0000000000000000 x20: ffff000000a4e000 
x19: 0000000000000000 x18: 0000000000000000 
x1 : 0000000000000001 x0 : 0000000000000000 
Process rmmod (pid: 1234, stack limit = 0xffff00000a4c0000)
Call trace:
Exception stack(0xffff00000a4c3cd0 to 0xffff00000a4c3e10)
3cc0:                                   0000000000000000 0000000000000001
[<ffff0000080eb6dc>] kthread_stop+0x24/0x1a0
[<ffff000000a4c018>] klt_exit+0x18/0xe50 [klt]
[<ffff0000081568b4>] SyS_delete_module+0x1cc/0x228
Exception stack(0xffff00000a4c3ec0 to 0xffff00000a4c4000)
3ec0: 0000ffffd26f0128 0000000000000800
[<ffff000008083ac0>] el0_svc_naked+0x34/0x38
Code: aa0003f3 d503201f 91004260 f9800011 (885f7c01) 
---[ end trace 5a6f3d0b7bd5a4b1 ]---
`,
  },
  {
    name: "arm64, 6.12",
    arch: "arm64",
    kernel: "6.12.30",
    fault: { address: 0x28n, access: "read", code: 0x96000004 },
    register: ["x20", 0xffff80008a4c3d50n],
    taint: "GOE",
    log: `Unable to handle kernel NULL pointer dereference at virtual address 0000000000000028
Mem abort info:
  ESR = 0x0000000096000004
  EC = 0x25: DABT (current EL), IL = 32 bits
  SET = 0, FnV = 0
  EA = 0, S1PTW = 0
  FSC = 0x04: level 0 translation fault
Data abort info:
  ISV = 0, ISS = 0x00000004, ISS2 = 0x00000000
  CM = 0, WnR = 0, TnD = 0, TagAccess = 0
  GCS = 0, Overlay = 0, DirtyBit = 0, Xs = 0
user pgtable: 4k pages, 48-bit VAs, pgdp=0000000042a3e000
[0000000000000028] pgd=0000000000000000, p4d=0000000000000000
Internal error: Oops: 0000000096000004 [#1]  SMP
Modules linked in: klt(OE-)
CPU: 0 UID: 0 PID: 1234 Comm: rmmod Tainted: G           OE      6.12.30 #1
Tainted: [O]=OOT_MODULE, [E]=UNSIGNED_MODULE
Hardware name: linux,dummy-virt (DT)
pstate: 60400005 (nZCv daif +PAN -UAO -TCO -DIT -SSBS BTYPE=--)
pc : kthread_stop+0x2c/0x1b0
lr : klt_exit+0x1c/0xf50 [klt]
sp : ffff80008a4c3d30
x29: ffff80008a4c3d30 x28: ffff000003a4c000 x27: 0000000000000000
x20: ffff80008a4c3d50 x19: 0000000000000000 x18: 0000000000000000
x2 : 0000000000000001 x1 : 0000000000000000 x0 : 0000000000000000
Call trace:
 kthread_stop+0x2c/0x1b0 (P)
 klt_exit+0x1c/0xf50 [klt]
 __arm64_sys_delete_module+0x1a8/0x2f0
 invoke_syscall+0x50/0x120
 el0_svc+0x3c/0x140
 el0t_64_sync+0x198/0x19c
Code: aa0003f3 b9400001 52800022 9100a263 (b9402a60) 
---[ end trace 0000000000000000 ]---
`,
  },
  {
    name: "riscv64, 6.6",
    arch: "riscv64",
    kernel: "6.6.30",
    fault: { address: 0x28n, access: "read" },
    register: ["badaddr", 0x28n],
    taint: "GOE",
    log: `Unable to handle kernel NULL pointer dereference at virtual address 0000000000000028
Oops [#1]
Modules linked in: klt(OE-)
CPU: 0 PID: 1234 Comm: rmmod Tainted: G           OE      6.6.30 #1
Hardware name: riscv-virtio,qemu (DT)
epc : kthread_stop+0x22/0x150
 ra : klt_exit+0x18/0x2a [klt]
epc : ffffffff80032b3c ra : ffffffff01a4c018 sp : ff20000000b1bd90
 gp : ffffffff81a0b0c8 tp : ff6000000265b600 t0 : 0000000000000000
 t1 : 0000000000000000 t2 : 0000000000000000 s0 : ff20000000b1bdb0
 s1 : 0000000000000000 a0 : 0000000000000000 a1 : 0000000000000000
 a2 : 0000000000000000 a3 : 0000000000000000 a4 : 0000000000000001
 t5 : 0000000000000000 t6 : 0000000000000000
status: 0000000200000120 badaddr: 0000000000000028 cause: 000000000000000d
[<ffffffff80032b3c>] kthread_stop+0x22/0x150
[<ffffffff01a4c018>] klt_exit+0x18/0x2a [klt]
[<ffffffff800a8e34>] __riscv_sys_delete_module+0x15c/0x22e
[<ffffffff808dc6a4>] do_trap_ecall_u+0xba/0x12e
[<ffffffff808e4eb4>] ret_from_exception+0x0/0x64
Code: 84aa 4705 87aa 8793 0287 (a02f) 06e7 2781 
---[ end trace 0000000000000000 ]---
`,
  },
  {
    name: "mips, 4.14",
    arch: "mips",
    kernel: "4.14.171",
    fault: { address: 0x10n, access: "read" },
    register: ["$4", 0n],
    taint: "GO",
    type: "MEMORY_SAFETY_BUG",
    log: `CPU 0 Unable to handle kernel paging request at virtual address 00000010, epc == 80071b24, ra == 80071b10
Oops[#1]:
CPU: 0 PID: 1234 Comm: rmmod Tainted: G           O    4.14.171 #0
task: 87a1a400 task.stack: 87b0c000
$ 0   : 00000000 00000001 00000000 77e0f000
$ 4   : 00000000 00000000 00000001 00000002
$ 8   : 00000000 00000000 00000000 00000000
$12   : 00000000 00000000 00000000 00000000
$16   : 00000000 c0a41280 00000880 00000000
$20   : 00000000 00000000 00000000 00000000
$24   : 00000000 77db9d10                  
$28   : 87b0c000 87b0de40 00000000 80071b10
Hi    : 00000000
Lo    : 0000003c
epc   : 80071b24 kthread_stop+0x44/0x108
ra    : 80071b10 kthread_stop+0x30/0x108
Status: 1100dc03	KERNEL EXL IE 
Cause : 80800008 (ExcCode 02)
BadVA : 00000010
PrId  : 00019374 (MIPS 24Kc)
Modules linked in: klt(O-) ath9k
Process rmmod (pid: 1234, threadinfo=87b0c000, task=87a1a400, tls=77e16dd0)
Stack : 00000000 c0a41280 00000880 c0a4104c 00000000 800a4120 00000000 00000000
        ...
Call Trace:
[<80071b24>] kthread_stop+0x44/0x108
[<c0a4104c>] klt_exit+0x18/0x24 [klt]
[<800a4120>] SyS_delete_module+0x1a4/0x230
[<8006d2f8>] syscall_common+0x34/0x58
Code: 0c01c6c9  00808025  8e020010 <c2030010> 24630001  e2030010  1060fffc  00000000 

---[ end trace 27dcb7f38c3d8b36 ]---
`,
  },
  {
    name: "powerpc, 5.15 (64 bits)",
    arch: "powerpc",
    kernel: "5.15.0-test",
    fault: { address: 0x18n, access: "read" },
    register: ["r3", 0n],
    taint: "GOE",
    log: `BUG: Kernel NULL pointer dereference on read at 0x00000018
Faulting instruction address: 0xc0000000001a2b3c
Oops: Kernel access of bad area, sig: 11 [#1]
LE PAGE_SIZE=64K MMU=Radix SMP NR_CPUS=2048 NUMA pSeries
Modules linked in: klt(OE-)
CPU: 3 PID: 1234 Comm: rmmod Tainted: G           OE     5.15.0-test #1
NIP:  c0000000001a2b3c LR: c008000001230048 CTR: c0000000001a2b00
REGS: c00000000a5bf8f0 TRAP: 0300   Tainted: G           OE      (5.15.0-test)
MSR:  800000000280b033 <SF,VEC,VSX,EE,FP,ME,IR,DR,RI,LE>  CR: 24008882  XER: 20040000
CFAR: c00000000000dec4 DAR: 0000000000000018 DSISR: 40000000 IRQMASK: 0 
GPR00: c008000001230048 c00000000a5bfb90 c000000002a3e800 0000000000000000 
GPR04: 0000000000000000 0000000000000000 0000000000000001 0000000000000000 
GPR28: 0000000000000000 0000000000000000 0000000000000000 c008000001240280 
NIP [c0000000001a2b3c] kthread_stop+0x5c/0x1a0
LR [c008000001230048] klt_exit+0x24/0x3c [klt]
Call Trace:
[c00000000a5bfb90] [c008000001230040] klt_exit+0x1c/0x3c [klt] (unreliable)
[c00000000a5bfbd0] [c008000001230048] klt_exit+0x24/0x3c [klt]
[c00000000a5bfc00] [c00000000026e2f0] sys_delete_module+0x1d0/0x3c0
[c00000000a5bfda0] [c000000000030ae0] system_call_exception+0x150/0x2d0
[c00000000a5bfe10] [c00000000000c3cc] system_call_common+0xec/0x278
--- interrupt: c00 at 0x7fffa6d2b0a8
Instruction dump:
7c0802a6 fbe1fff8 7c7f1b78 f8010010 f821ffc1 
<e9230018> 2c290000 4182003c 
---[ end trace 4ab5ae9a4f9c8e1d ]---
`,
  },
  {
    name: "powerpc, 3.10 (32 bits)",
    arch: "powerpc",
    kernel: "3.10.49",
    fault: { address: 0x18n },
    register: ["r1", 0xc7b0de40n],
    taint: "P",
    type: "MEMORY_SAFETY_BUG",
    log: `Unable to handle kernel paging request for data at address 0x00000018
Faulting instruction address: 0xc0041234
Oops: Kernel access of bad area, sig: 11 [#1]
P1020 RDB
Modules linked in: klt(-)
CPU: 0 PID: 1234 Comm: rmmod Tainted: P             3.10.49 #1
task: c7a1a400 ti: c7b0c000 task.ti: c7b0c000
NIP: c0041234 LR: d1040048 CTR: 00000000
REGS: c7b0dd90 TRAP: 0300   Tainted: P              (3.10.49)
MSR: 00009032 <EE,ME,IR,DR,RI>  CR: 24000482  XER: 20000000
DEAR: 00000018, ESR: 00000000

GPR00: d1040048 c7b0de40 c7a1a400 00000000 00000000 00000000 00000001 00000002 
GPR08: 00000000 00000000 00000000 c7b0de40 24000488 1001ac34 00000000 00000000 
GPR16: 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 
GPR24: 00000000 00000000 00000000 10018d24 bfc0fa4c d1040280 00000000 00000000 
NIP [c0041234] kthread_stop+0x14/0x90
LR [d1040048] klt_exit+0x24/0x3c [klt]
Call Trace:
[c7b0de40] [d1040048] klt_exit+0x24/0x3c [klt]
[c7b0de50] [c006d2f0] SyS_delete_module+0x1d0/0x2c0
[c7b0df40] [c000dc30] ret_from_syscall+0x0/0x3c
Instruction dump:
9421ffe0 7c0802a6 bfa10014 7c7f1b78 90010024 <81230018> 2f890000 419e0040 
---[ end trace 4ab5ae9a4f9c8e1d ]---
`,
  },
  {
    name: "s390x, 5.14",
    arch: "s390x",
    kernel: "5.14.0-70.el9.s390x",
    fault: { address: 0n, access: "write", code: 0x38 },
    register: ["r11", 0x000003ff80012280n],
    taint: "GOE",
    type: "MEMORY_SAFETY_BUG",
    log: `Unable to handle kernel pointer dereference in virtual kernel address space
Failing address: 0000000000000000 TEID: 0000000000000483
Fault in home space mode while using kernel ASCE.
AS:00000000a7b9c007 R3:0000000000000024 
Oops: 0038 ilc:3 [#1] SMP 
Modules linked in: klt(OE-)
CPU: 1 PID: 1234 Comm: rmmod Tainted: G           OE    --------- ---  5.14.0-70.el9.s390x #1
Hardware name: IBM 8561 T01 701 (KVM/Linux)
Krnl PSW : 0704e00180000000 00000000a6d1b2c4 (kthread_stop+0x44/0x190)
           R:0 T:1 IO:1 EX:1 Key:0 M:1 W:0 P:0 AS:3 CC:2 PM:0 RI:0 EA:3
Krnl GPRS: 0000000000000000 0000000000000001 0000000000000000 0000000000000000
           0000000000000000 0000000000000000 000003ffc5d7b2d8 0000000000000880
           0000000000000000 00000000a7a3e000 0000000082a3e100 000003ff80012280
           00000380001bbd60 00000380001bbe20 000003ff80010034 00000380001bbd20
Krnl Code: 00000000a6d1b2b8: e548b0000000	mvghi	0(%r11),0
           00000000a6d1b2be: a7190001		lghi	%r1,1
          #00000000a6d1b2c2: 0707		bcr	0,%r7
          >00000000a6d1b2c4: eb01202800fa	laa	%r0,%r1,40(%r2)
           00000000a6d1b2ca: 1200		ltr	%r0,%r0
Call Trace:
 [<00000000a6d1b2c4>] kthread_stop+0x44/0x190 
 [<000003ff80010034>] klt_exit+0x2c/0x38 [klt] 
 [<00000000a6d9e0d2>] __do_sys_delete_module.constprop.0+0x1a2/0x2e0 
 [<00000000a77e3f3e>] __do_syscall+0x1ce/0x1f0 
 [<00000000a77f3d32>] system_call+0x82/0xb0 
Last Breaking-Event-Address:
 [<00000000a6d1b2a0>] kthread_stop+0x20/0x190
Kernel panic - not syncing: Fatal exception: panic_on_oops
`,
  },
];

describe.each(MACHINES)("$name", ({ log, arch, kernel, fault, register, taint, type }) => {
  const crashes = readCrashes(log);
  const [crash] = crashes;

  test("one crash, of its kind, in kthread_stop()", () => {
    expect(crashes.map((each) => each.title)).toHaveLength(1);
    expect(crash?.type).toBe(type ?? "NULL-POINTER-DEREFERENCE");
    expect({ arch: crash?.arch, kernel: crash?.kernel, taint: crash?.taint }).toEqual({
      arch,
      kernel,
      taint,
    });
    expect(crash?.frames[0]).toMatchObject({ function: "kthread_stop" });
  });

  test("fault, registers, process, modules", () => {
    expect(crash?.fault).toEqual(fault);
    expect(crash?.registers.get(register[0])).toBe(register[1]);
    expect(crash?.process).toMatchObject({ pid: 1234, comm: "rmmod" });
    expect(crash?.modules[0]).toMatchObject({ name: "klt", state: "unloading" });
    expect(crash?.dieCount).toBe(1);
  });

  test("the chain from the module's exit function to the system call", () => {
    const sure = crash?.frames.filter((frame) => !frame.unreliable).map((frame) => frame.function) ?? [];
    expect(sure[0]).toBe("kthread_stop");
    expect(sure.filter((name) => name === "kthread_stop")).toHaveLength(1);
    expect(sure[1]).toBe("klt_exit");
    expect(sure[2]).toMatch(/delete_module/);
    expect(crash?.frames.find((frame) => frame.function === "klt_exit")?.module).toBe("klt");
  });

  test("the diagnosis is that of a handle that is NULL, or of a stop after the end", async () => {
    if (!crash) throw new Error("no crash found");
    const { rule, evidence } = diagnose(crash, crashes, await loadDisassembler());
    expect(rule).toMatch(/^kthread-(?:err-ptr|stop-after-exit)$/);
    if (["x86_64", "i386", "arm", "arm64"].includes(arch)) {
      expect(rule).toBe("kthread-err-ptr");
      expect(evidence.map(({ text }) => text).join("\n")).toMatch(/through \w+ = (?:0|0x10)/);
    }
  });
});

test.each([
  ["Internal error: : 81b [#1] SMP ARM", { access: "write", code: 0x81b }],
  ["Internal error: Oops: 5 [#1] PREEMPT SMP ARM", { access: "read", code: 5 }],
  ["Internal error: Oops: 80000005 [#1] SMP ARM", { access: "fetch", code: 0x80000005 }],
  ["Internal error: Oops - BUG: 0 [#2] SMP ARM", undefined],
  ["Internal error: Oops - undefined instruction: 0 [#1] SMP ARM", undefined],
])("ARM's fault status is read from %s", (line, fault) => {
  const [crash] = readCrashes(`${line}\nCPU: 0 PID: 1 Comm: a Not tainted 6.1.0 #1\nPC is at foo+0x1/0x20\n`);
  expect(crash?.fault).toEqual(fault);
});

test("an arm64 kernel before 4.15 prints the place as ARM does, and pstate tells it apart", () => {
  const [crash] = readCrashes(`[  278.1] Internal error: Oops: 96000005 [#1] PREEMPT SMP
[  278.2] CPU: 0 PID: 76 Comm: ringd Tainted: G        W  O 3.10.73 #1
[  278.3] PC is at ring_notify+0x228/0x298
[  278.4] LR is at ring_notify+0xa0/0x298
[  278.5] pc : [<ffffffc00075536c>] lr : [<ffffffc0007551e4>] pstate: 60000105
`);
  expect(crash).toMatchObject({
    arch: "arm64",
    title: "Internal error in ring_notify",
    fault: { access: "read" },
  });
});
