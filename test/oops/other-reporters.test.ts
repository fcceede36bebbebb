import { expect, test } from "vitest";
import { readCrashes } from "../../src/oops/index.ts";

/** Reports as the kernel's printing code writes them, by reporters that real logs of the corpus do not have. */
const REPORTS: readonly (readonly [what: string, title: string, type: string, log: string])[] = [
  [
    "a double free in an allocator's name is told by who freed",
    "KASAN: invalid-free in foo_free",
    "KASAN-INVALID-FREE",
    `BUG: KASAN: double-free in vfree+0x1c/0x7c
Free of addr ffff88800a1b2c00 by task cat/88

CPU: 0 PID: 88 Comm: cat Tainted: G           O       6.1.0 #1
Call Trace:
 <TASK>
 dump_stack_lvl+0x34/0x44
 print_report+0x171/0x472
 kasan_report_invalid_free+0xa4/0xd0
 ____kasan_slab_free+0x13c/0x150
 slab_free_freelist_hook+0xb3/0x190
 kfree_sensitive+0x97/0x170
 vunmap+0x13/0x20
 foo_free+0x10/0x20 [foo]
 vfs_write+0x10/0x20
 </TASK>
`,
  ],
  [
    "lockdep: contention for a lock that is not held",
    "WARNING: bad contention in foo_write",
    "LOCKDEP",
    `=================================
WARNING: bad contention detected!
6.1.0 #1 Tainted: G           O
---------------------------------
cat/88 is trying to contend lock (&foo->lock) at:
[<ffffffffc0001012>] foo_write+0x12/0x40 [foo]
but there are no locks held!

stack backtrace:
CPU: 0 PID: 88 Comm: cat Tainted: G           O       6.1.0 #1
Call Trace:
 <TASK>
 dump_stack_lvl+0x34/0x44
 print_lock_contention_bug+0x10/0x20
 lock_contended+0x1f0/0x300
 __mutex_lock+0x3c/0x250
 foo_write+0x12/0x40 [foo]
 vfs_write+0x8a/0x250
 </TASK>
`,
  ],
  [
    "KCSAN, both in a module",
    "KCSAN: data-race in foo_read / foo_write",
    "KCSAN-DATARACE",
    `==================================================================
BUG: KCSAN: data-race in foo_read [foo] / foo_write [foo]

write to 0xffffffffc0004010 of 4 bytes by task 88 on cpu 1:
 foo_write+0x1c/0x7c [foo]
 vfs_write+0x8a/0x250

read to 0xffffffffc0004010 of 4 bytes by task 87 on cpu 0:
 foo_read+0x1c/0x7c [foo]
 vfs_read+0x8a/0x250

Reported by Kernel Concurrency Sanitizer on:
CPU: 0 PID: 87 Comm: cat Tainted: G           O       6.1.0 #1
==================================================================
`,
  ],
  [
    "UBSAN by a trap, arm64",
    "UBSAN: array-index-out-of-bounds in foo_set",
    "MEMORY_SAFETY_UBSAN",
    `Internal error: UBSAN: array index out of bounds: 00000000f2005512 [#1] PREEMPT SMP
CPU: 0 UID: 0 PID: 88 Comm: cat Tainted: G           O       6.12.0 #1
pstate: 60400005 (nZCv daif +PAN -UAO -TCO -DIT -SSBS BTYPE=--)
pc : foo_set+0x12/0x40 [foo]
lr : foo_write+0x12/0x40 [foo]
sp : ffff80008a1b7c00
Call trace:
 foo_set+0x12/0x40 [foo]
 foo_write+0x12/0x40 [foo]
 vfs_write+0x8a/0x250
`,
  ],
  [
    "a call of the wrong type, arm64",
    "CFI failure in foo_call",
    "DoS",
    `CFI failure at foo_call+0x12/0x40 [foo] (target: bar_handler+0x0/0x10 [bar]; expected type: 0x1234abcd)
Internal error: Oops - CFI: 00000000f2008228 [#1] PREEMPT SMP
CPU: 0 PID: 88 Comm: cat Tainted: G           O       6.6.0 #1
pc : foo_call+0x12/0x40 [foo]
lr : foo_write+0x12/0x40 [foo]
Call trace:
 foo_call+0x12/0x40 [foo]
 foo_write+0x12/0x40 [foo]
`,
  ],
  [
    "a work item that leaves a lock held, 6.12",
    "BUG: workqueue leaked atomic, lock or RCU in foo_work",
    "",
    `BUG: workqueue leaked atomic, lock or RCU: kworker/0:1[88]
     preempt=0x00000001 lock=0->0 RCU=0->0 workfn=foo_work [foo]
CPU: 0 UID: 0 PID: 88 Comm: kworker/0:1 Tainted: G           O      6.12.0 #1
Workqueue: events foo_work [foo]
Call Trace:
 <TASK>
 dump_stack_lvl+0x34/0x44
 process_one_work+0x12/0x40
 worker_thread+0x8a/0x250
 </TASK>
`,
  ],
  [
    "a page that is given back in use",
    "BUG: Bad page state in foo_free",
    "",
    `BUG: Bad page state in process cat  pfn:0a1b2
page:ffffea0000286c80 refcount:0 mapcount:1 mapping:0000000000000000 index:0x0 pfn:0xa1b2
flags: 0x100000000000000(node=0|zone=1)
raw: 0100000000000000 dead000000000100 dead000000000122 0000000000000000
page dumped because: nonzero mapcount
Modules linked in: foo(O)
CPU: 0 PID: 88 Comm: cat Tainted: G           O      6.1.0 #1
Call Trace:
 <TASK>
 dump_stack_lvl+0x34/0x44
 bad_page.cold+0x12/0x40
 free_pcp_prepare+0x12/0x40
 free_unref_page+0x12/0x40
 foo_free+0x12/0x40 [foo]
 vfs_write+0x8a/0x250
 </TASK>
`,
  ],
  [
    "an error that comes late, arm64",
    "SError interrupt in foo_read",
    "DoS",
    `SError Interrupt on CPU0, code 0x00000000bf000002 -- SError
CPU: 0 PID: 88 Comm: cat Tainted: G           O       6.1.0 #1
pstate: 60400005 (nZCv daif +PAN -UAO -TCO -DIT -SSBS BTYPE=--)
pc : foo_read+0x12/0x40 [foo]
lr : foo_write+0x12/0x40 [foo]
sp : ffff80008a1b7c00
x29: ffff80008a1b7c00 x28: ffff000003a91e00 x27: 0000000000000000
Kernel panic - not syncing: Asynchronous SError Interrupt
CPU: 0 PID: 88 Comm: cat Tainted: G           O       6.1.0 #1
Call trace:
 dump_backtrace+0x98/0xf8
 show_stack+0x20/0x38
 dump_stack_lvl+0x48/0x60
 dump_stack+0x18/0x28
 panic+0x148/0x348
 nmi_panic+0xac/0xb0
 arm64_serror_panic+0x7c/0x88
 do_serror+0x28/0x60
 el1h_64_error_handler+0x30/0x48
 el1h_64_error+0x64/0x68
 foo_read+0x12/0x40 [foo]
 vfs_read+0x8a/0x250
SMP: stopping secondary CPUs
`,
  ],
  [
    "a program check, s390",
    "specification exception in foo_read",
    "DoS",
    `specification exception: 0006 ilc:2 [#1] SMP 
CPU: 0 PID: 88 Comm: cat Tainted: G           O       6.6.0 #1
Krnl PSW : 0704e00180000000 000003ff80100012 (foo_read+0x12/0x40 [foo])
Krnl GPRS: 0000000000000000 0000000000000000 0000000000000000 0000000000000000
Call Trace:
 [<000003ff80100012>] foo_read+0x12/0x40 [foo] 
 [<00000000a1b2c012>] vfs_read+0x8a/0x250 
`,
  ],
  [
    "a bus error, mips",
    "Data bus error in foo_read",
    "DoS",
    `Data bus error, epc == c0012012, ra == 80112012
Oops[#1]:
CPU: 0 PID: 88 Comm: cat Tainted: G           O      5.4.0 #1
$ 0   : 00000000 10008400 00000000 00000000
epc   : c0012012 foo_read+0x12/0x40 [foo]
ra    : 80112012 vfs_read+0x12/0x40
Call Trace:
[<c0012012>] foo_read+0x12/0x40 [foo]
[<80112012>] vfs_read+0x8a/0x250
`,
  ],
  [
    "a check that the handling of an exception fails",
    "BUG: using __this_cpu_read() in preemptible code in __bad_area_nosemaphore",
    "LOCKDEP",
    `BUG: using __this_cpu_read() in preemptible [00000000] code: a/88
caller is lockdep_hardirqs_on+0x38/0x110
CPU: 0 PID: 88 Comm: a Not tainted 5.10.0 #1
Call Trace:
 dump_stack+0x107/0x163
 check_preemption_disabled+0x123/0x130
 lockdep_hardirqs_on+0x38/0x110
 __bad_area_nosemaphore+0xc6/0x400
 exc_page_fault+0x9e/0x180
`,
  ],
  [
    "a pointer of user space that the kernel follows, riscv",
    "BUG: unable to handle kernel access to user memory in foo_read",
    "MEMORY_SAFETY_BUG",
    `Unable to handle kernel access to user memory without uaccess routines at virtual address 000000000cc6b0d0
Oops [#1]
CPU: 0 PID: 88 Comm: a Not tainted 6.1.0 #1
epc : foo_read+0x72/0xb2
 ra : vfs_read+0x70/0xb2
`,
  ],
];

test.each(REPORTS)("%s: called by its name, in the function that did it", (_, title, type, log) => {
  expect(readCrashes(log).map((crash) => [crash.title, crash.type])).toEqual([[title, type]]);
});
