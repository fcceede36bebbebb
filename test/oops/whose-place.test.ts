import { describe, expect, test } from "vitest";
import { diagnose, loadDisassembler, readCrashes, type Crash } from "../../src/oops/index.ts";

const first = (log: string): Crash => {
  const [crash] = readCrashes(log);
  if (!crash) throw new Error("no crash found");
  return crash;
};

const summary = (log: string): string => diagnose(first(log), [first(log)]).summary;

describe("s390's PSW", () => {
  test.each([
    ["in a module", "0704c00180000000 000003ff804bfc66 (demo_fn+0x3e/0xe0 [demo])"],
    ["of 31 bits", "070c3000 fb344380 (demo_fn+0x3e/0xe0 [demo])"],
    [
      "that decode_stacktrace.sh went over",
      "0404f00180000000 000003339b22f52c demo_fn (drivers/demo/fn.c:7)",
    ],
  ])("%s", (_, psw) => {
    const crash = first(`illegal operation: 0001 ilc:1 [#1] SMP
CPU: 1 PID: 60 Comm: tool Not tainted 6.1.0 #1
Krnl PSW : ${psw}
`);
    expect(crash.function).toBe("demo_fn");
    expect(crash.arch).toBe("s390x");
  });
});

describe("a return address at the beginning of a function belongs to the one before", () => {
  test("the innermost function that called is named", () => {
    expect(
      first(`Kernel panic - not syncing: demo: no memory left
CPU: 1 PID: 60 Comm: tool Not tainted 6.1.0 #1
Call Trace:
 dump_stack+0x20/0x40
 panic+0x20/0x40
 demo_stranger+0x0/0x14
 demo_fn+0x20/0x40
`).frames.map(({ function: name, unreliable }) => [name, unreliable ?? false]),
    ).toEqual([
      ["dump_stack", false],
      ["panic", false],
      ["demo_stranger", true],
      ["demo_fn", false],
    ]);
  });

  test("ARM names it as the callee of the next frame", () => {
    const crash = first(`WARNING: CPU: 0 PID: 60 at lib/demo.c:7 demo_panic+0x10/0x14
CPU: 0 PID: 60 Comm: tool Not tainted 6.1.0 #1
[<80111cd0>] (unwind_backtrace) from [<8010e300>] (show_stack+0x18/0x1c)
[<818e9a30>] (__warn) from [<8062a3b0>] (demo_stranger+0x0/0x78)
[<8062829c>] (demo_set) from [<8062aaac>] (demo_ioctl+0x10/0x14)
`);
    expect(crash.title).toBe("WARNING in demo_set");
  });
});

describe("whose stack is printed", () => {
  const GRACE_PERIOD = `rcu: RCU grace-period kthread stack dump:
task:rcu_sched       state:I stack:    0 pid:   13 ppid:     2 flags:0x00004000
Call Trace:
 __schedule+0x288/0x600
 schedule+0x34/0xa0
 schedule_timeout+0x84/0x140
 rcu_gp_kthread+0x4f6/0xd40
 kthread+0x107/0x120
`;

  test("RCU's own thread tells that it was starved: nobody is named by it", () => {
    const crash = first(`rcu: INFO: rcu_sched detected stalls on CPUs/tasks:\n${GRACE_PERIOD}`);
    expect(crash.function).toBeUndefined();
  });

  test("on ARM nothing heads the stack of another processor", () => {
    const crash = first(`rcu: INFO: rcu_sched self-detected stall on CPU
rcu: RCU grace-period kthread stack dump:
task:rcu_sched       state:R  running task     stack:    0 pid:   10 ppid:     2 flags:0x00000000
[<80c1eb20>] (schedule) from [<80c2287c>] (schedule_timeout+0xac/0x1e8)
[<80c2287c>] (schedule_timeout) from [<801c2674>] (rcu_gp_kthread+0x580/0x1020)
[<801c2674>] (rcu_gp_kthread) from [<8016e220>] (kthread+0x174/0x18c)
NMI backtrace for cpu 0
CPU: 0 PID: 60 Comm: tool Not tainted 5.10.2 #10
[<80118054>] (unwind_backtrace) from [<80110ce4>] (show_stack+0x20/0x24)
[<80c16564>] (dump_stack) from [<80692150>] (nmi_cpu_backtrace+0x10c/0x148)
[<80616f94>] (demo_loop) from [<80321578>] (sys_demo+0x124/0x170)
[<80321578>] (sys_demo) from [<80100080>] (ret_fast_syscall+0x0/0x54)
`);
    expect(crash.title).toBe("INFO: rcu detected stall in sys_demo");
  });

  test("a processor that notices another one's hard lockup is not the one", () => {
    const crash = first(`Kernel panic - not syncing: Watchdog detected hard LOCKUP on cpu 0
CPU: 7 PID: 0 Comm: swapper/7 Not tainted 5.4.25 #100
Call trace:
 dump_stack+0xdc/0x144
 panic+0x168/0x370
 watchdog_timer_fn+0x68/0x290
 __hrtimer_run_queues+0x264/0x498
 el1_irq+0xbc/0x180
 cpu_startup_entry+0x24/0x28
`);
    expect(crash.function).toBeUndefined();
    expect(crash.arch).toBe("arm64");
  });

  test("another MIPS processor's registers do not tell where this one stood", () => {
    const crashes =
      readCrashes(`CPU 2 Unable to handle kernel paging request at virtual address 00000000, epc == 8ecf99a4, ra == 8ecf9998
Unhandled kernel unaligned access[#1]:
CPU: 0 PID: 60 Comm: tool Not tainted 5.4.179 #20
$ 0   : 00000000 00000001 eababee1 806553b4
epc   : 80126d68 demo_fn+0x1c0/0x224
ra    : 80126d6c demo_fn+0x1c4/0x224
Cause : c0800010 (ExcCode 04)
BadVA : eababee1
`);
    expect(crashes.map(({ title }) => title)).toEqual([
      "BUG: unable to handle kernel paging request in corrupted",
      "Unhandled kernel unaligned access in demo_fn",
    ]);
  });
});

const outOfBounds = (
  module: string,
): string => `BUG: KASAN: slab-out-of-bounds in kasan_demo_oob+0xbf/0xe8${module}
Read of size 1 at addr ffff88003eb2fa52 by task insmod/60
Call Trace:
 dump_stack+0x68/0x88
 kasan_report+0x393/0x3c0
 kasan_demo_oob+0xbf/0xe8${module}
 demo_init+0x1/0x2
`;

test("a module's function is of no sanitizer, whatever its name: it is a test of one", () => {
  expect(first(outOfBounds(" [demo]")).function).toBe("kasan_demo_oob");
  expect(first(outOfBounds("")).function).toBe("demo_init");
});

const unbelieved = (address: string): string => `INFO: task tool:60 blocked for more than 120 seconds.
Call Trace:
 ${address}? __mutex_lock_common.isra.5+0xff/0x164
 ${address}? mutex_lock+0x1a/0x2d
 ${address}? demo_walk+0x1f4/0x406
 ${address}? demo_open+0x108/0x58d
`;

test("of an old kernel that believes none of its frames, the innermost is named, but is not certain", () => {
  const old = first(unbelieved("[<ffffffff8135067c>] "));
  expect([old.function, old.corrupted]).toEqual(["demo_walk", true]);
  expect(first(unbelieved("")).function).toBeUndefined();
});

test("MIPS puts the count behind whatever die() was told", () => {
  expect(
    first(`do_cpu invoked from kernel context![#2]:
CPU: 2 PID: 60 Comm: tool Tainted: G      D         4.7.0 #1
epc   : 80114178 demo_fn+0x10/0xa0
`).title,
  ).toBe("do_cpu invoked from kernel context! in demo_fn");
});

test("a BUG() in a function that is called like a reporter is told where the processor stood", () => {
  expect(
    first(`kernel BUG at fs/demo/prints.c:390!
invalid opcode: 0000 [#1] SMP
RIP: 0010:__demo_panic+0xf7/0x150
`).title,
  ).toBe("kernel BUG in __demo_panic");
});

describe("KASAN of Linux 4.0 to 4.4", () => {
  test.each([
    ["out of bounds access", "KASAN: out-of-bounds Read in demo_fn", "KASAN-READ"],
    ["out of bounds on stack", "KASAN: out-of-bounds Read in demo_fn", "KASAN-READ"],
    ["use after free", "KASAN: use-after-free Read in demo_fn", "KASAN-USE-AFTER-FREE-READ"],
  ])("%s", (bug, title, type) => {
    const crash = first(`BUG: KASan: ${bug} in demo_fn+0x150/0x180 at addr ffff88006901fc98
Read of size 8 by task tool/60
Call Trace:
 [<ffffffff82d57cd4>] dump_stack+0x45/0x57
 [<ffffffff814290f1>] kasan_report_error+0x391/0x3c0
 [<ffffffff8142921e>] demo_fn+0x150/0x180
`);
    expect([crash.title, crash.type]).toEqual([title, type]);
  });
});

describe("memory that somebody was not given", () => {
  const FAILED = `tool: page allocation failure: order:4, mode:0x20(GFP_ATOMIC), nodemask=(null)
CPU: 0 PID: 60 Comm: tool Not tainted 6.1.0 #1
Call Trace:
 dump_stack+0x16/0x24
 warn_alloc+0xe2/0x150
 __alloc_pages_slowpath+0x6e9/0x754
 __get_free_pages+0xe/0x50
 demo_refill+0xac/0x1bc [demo]
 demo_poll+0x70/0x108 [demo]
`;

  test("is told with who asked for it", () => {
    const crash = first(FAILED);
    expect(crash.title).toBe("page allocation failure in demo_refill");
    expect(diagnose(crash, [crash]).summary).toBe(
      "tool was not given 16 contiguous pages that demo_refill() asked for; the kernel went on.",
    );
  });

  test("is not told beside a crash", () => {
    const log = `${FAILED}${"\n".repeat(3)}BUG: kernel NULL pointer dereference, address: 0000000000000010
RIP: 0010:demo_use+0x4e/0x730 [demo]
`;
    expect(readCrashes(log).map(({ title }) => title)).toEqual([
      "BUG: unable to handle kernel NULL pointer dereference in demo_use",
    ]);
  });
});

const pagingRequest = (
  cause: string,
): string => `CPU 2 Unable to handle kernel paging request at virtual address 07406000, epc == 802f1338, ra == 8030d214
Oops[#1]:
epc   : 802f1338 demo_fn+0x18/0x24
Cause : ${cause}
`;

describe("what is said is what the log says", () => {
  test("an access whose direction nobody printed is called a touch", () => {
    expect(
      summary(`Unable to handle kernel paging request at virtual address 80d2f000
epc : demo_fn+0x4e/0x730
`),
    ).toBe("demo_fn() touched 0x80d2f000, where nothing is mapped, or not for that access.");
  });

  test("MIPS says it in Cause", () => {
    expect(first(pagingRequest("4080000c (ExcCode 03)")).fault?.access).toBe("write");
    expect(first(pagingRequest("40800008 (ExcCode 02)")).fault?.access).toBe("read");
  });

  test("of an asynchronous abort on ARM neither place nor address is known", () => {
    const said = summary(`Unhandled fault: imprecise external abort (0x1406) at 0x00000000
Internal error: : 1406 [#1] PREEMPT SMP ARM
PC is at demo_wait+0x5c/0x6c [demo]
`);
    expect(said).toMatch(/not where it was made, and the address is not known/);
  });

  test.each([
    ["list_add double add: new=c1, prev=c1, next=c2.", "an entry was added to a list that it is in already"],
    [
      "list_del corruption, c1->next is LIST_POISON1 (dead000000000100)",
      "an entry was deleted from a list twice",
    ],
    [
      "list_del corruption. prev->next should be c1, but was c2",
      "was freed, overwritten, or linked by another at the same time",
    ],
  ])("%s", (line, words) => {
    expect(
      summary(`${line}
------------[ cut here ]------------
kernel BUG at lib/list_debug.c:51!
RIP: 0010:__list_del_entry_valid.cold+0x31/0x47
Call Trace:
 demo_fn+0x89/0x180
`),
    ).toContain(words);
  });

  test("UBSAN's own line of values is given", () => {
    expect(
      summary(`UBSAN: array-index-out-of-bounds in /build/demo/fn.c:152:13
index 17 is out of range for type 'char [1]'
Call Trace:
 __ubsan_handle_out_of_bounds+0xe0/0x138
 demo_fn+0x1dc/0x1f8 [demo]
`),
    ).toBe(
      "demo_fn() used an index outside of its array at /build/demo/fn.c:152: index 17 is out of range for type 'char [1]'.",
    );
  });

  test.each([
    ["WARNING: bad unlock balance detected!", /released a lock that its task does not hold/],
    ["BUG: held lock freed!", /memory that has a lock in it which is held/],
    ["watchdog: BUG: soft lockup - CPU#28 stuck for 22s! [tool:60]", /A processor was stuck/],
  ])("%s", (line, words) => {
    expect(summary(`${line}\nCall Trace:\n demo_fn+0x1/0x2\n`)).toMatch(words);
  });

  test.each([
    ["divide error: 0000 [#1] PREEMPT SMP", "demo_fn() divided by zero, or the quotient did not fit."],
    [
      "Internal error: Oops - undefined instruction: 0 [#1] SMP ARM",
      "demo_fn() came to an instruction that this processor does not know.",
    ],
    [
      "WARNING: CPU: 0 PID: 60 at lib/list_debug.c:62 demo_fn+0x1/0x2",
      "demo_fn() found a broken list: an entry of a list, or its neighbour, was freed, overwritten, or linked by another at the same time.",
    ],
  ])("%s, in words", (line, words) => {
    expect(summary(`${line}\nCall Trace:\n demo_fn+0x1/0x2\n`)).toBe(words);
  });

  test("arm64 names an unhandled fault by its address", () => {
    expect(
      first(`Unhandled fault at 0xffff800010003eb0
Internal error: ttbr address size fault: 96000040 [#1] SMP
pc : demo_fn+0x10/0x14
`).title,
    ).toBe("Unhandled fault in demo_fn");
  });

  test("a processor that waits for the others is not the one that is stuck", () => {
    expect(
      summary(`watchdog: BUG: soft lockup - CPU#28 stuck for 22s! [tool:60]
RIP: 0010:smp_call_function_many_cond+0x1d8/0xbb0
`),
    ).toMatch(/that one is stuck/);
  });

  test("of a hang no instruction is called the fault", async () => {
    const disassembler = await loadDisassembler();
    const crash = first(`watchdog: BUG: soft lockup - CPU#28 stuck for 22s! [tool:60]
RIP: 0010:demo_spin+0x1d8/0xbb0
Code: f3 90 <0f> b6 01 41 38 c7 7c 08 84 c0 0f 85 d4 06
RSP: 0018:ffffc9000cb3fb60 EFLAGS: 00000202
RAX: 0000000000000011 RBX: ffff8883bc4469c0 RCX: ffffed10776e9949
`);
    expect(diagnose(crash, [crash], disassembler).evidence).toEqual([]);
  });
});
