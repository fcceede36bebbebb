import { describe, expect, test } from "vitest";
import { readCrashes } from "../../src/oops/index.ts";

const titles = (log: string): string[] => readCrashes(log).map((crash) => crash.title);

describe("a mail as it was sent, in quoted-printable", () => {
  const ENCODED = `Content-Type: text/plain; charset="iso-8859-1"

[=A0  12.000001] Internal error: Oops: 17 [#1] SMP ARM
[=A0  12.000002] Modules linked in: demo_first demo_second demo_third demo_fou=
rth
[=A0  12.000003] CPU: 0 PID: 60 Comm: tool Not tainted 6.1.0 #1
[=A0  12.000004] Process tool (pid: 60, stack limit =3D 0x9e436188)
[=A0  12.000005] PC is at demo_read_the_whole_of_a_long_ring_buffer+0x1c/0x=
7c
[=A0  12.000006] LR is at demo_ioctl+0x20/0x40
`;

  test("lines that the encoding broke are whole, and where they stood is kept", () => {
    const [crash] = readCrashes(ENCODED);
    expect(crash?.title).toBe("Internal error in demo_read_the_whole_of_a_long_ring_buffer");
    expect(crash?.modules.map(({ name }) => name)).toContain("demo_fourth");
    expect(crash?.process.comm).toBe("tool");
    expect(crash?.span).toEqual({ from: 3, to: 10 });
  });

  test("one line that was broken is enough where others have escapes", () => {
    const [crash] = readCrashes(`> [ 12.074427] Unhandled fault: imprecise external abort (0x1406) at 0xb6=
e00f78
> [ 12.081498] pgd =3D c0004000
> [ 12.084213] [b6e00f78] *pgd=3D00000000
> [ 12.112521] PC is at demo_idle+0x48/0x4c
`);
    expect(crash?.headline).toBe("Unhandled fault: imprecise external abort (0x1406) at 0xb6e00f78");
  });

  test("line ends that were encoded part lines", () => {
    expect(
      titles(`kernel BUG at drivers/demo/fn.c:7!=0A=
invalid opcode: 0000 [#1] SMP=0A=
CPU: 0 PID: 60 Comm: tool Not tainted 6.1.0 #1=0A=
RIP: 0010:demo_fn+0x1c/0x7c=0A=
Call Trace:=0A=
 demo_ioctl+0x20/0x40=0A=
`),
    ).toEqual(["kernel BUG in demo_fn"]);
  });

  test("what only looks encoded is left alone: a page table's entry, a line that ends in =", () => {
    const [crash] = readCrashes(`> [00000010] *pgd=80000040, *pte=3D000000
> Unable to handle kernel NULL pointer dereference at virtual address 00000010
> Internal error: Oops: 17 [#1] SMP ARM
> Process tool (pid: 60, stack limit =
> 0x9e436188)
> PC is at demo_fn+0x1c/0x7c
`);
    expect(crash?.before.at(-1)).toBe("[00000010] *pgd=80000040, *pte=3D000000");
  });
});

describe("an announcement that somebody broke goes on in the next line", () => {
  test.each([
    ["kernel BUG at", "/home/tool/linux/drivers/demo/fn.c:7!", "kernel BUG in demo_fn"],
    ["watchdog: BUG:", "soft lockup - CPU#1 stuck for 22s! [tool:60]", "BUG: soft lockup in demo_fn"],
    [
      "Unable to handle kernel NULL pointer dereference at",
      "virtual address 00000010",
      "BUG: unable to handle kernel NULL pointer dereference in demo_fn",
    ],
    [
      "BUG: sleeping function called from invalid context at",
      "kernel/locking/mutex.c:591",
      "BUG: sleeping function called from invalid context in demo_fn",
    ],
  ])("%s", (first, second, title) => {
    expect(
      titles(`> > ${first}
> > ${second}
> > CPU: 1 PID: 60 Comm: tool Not tainted 6.1.0 #1
> > Call Trace:
> >  demo_fn+0x1c/0x7c
> >  demo_ioctl+0x20/0x40
`),
    ).toEqual([title]);
  });

  test("a place in the source alone is the end of the line before: what was inlined is no report of its own", () => {
    expect(
      titles(`> BUG: KASAN: use-after-free in demo_peek
> include/demo/take.h:12 [inline]
> BUG: KASAN: use-after-free in demo_take+0x96/0x670
> drivers/demo/take.c:41
> Read of size 8 at addr ffff8881d1d0aa00 by task tool/60
`),
    ).toEqual(["KASAN: use-after-free Read in demo_take"]);
  });
});

describe("words in quotes are somebody's, not the kernel's", () => {
  test.each([
    ["a program that prints them", `\t\tpr_emerg("Watchdog detected hard LOCKUP on cpu %d\\n", cpu);`],
    ["a list of patterns", `  "Kernel panic - not syncing: Fatal exception in interrupt",`],
    [
      "a string that begins with a time stamp",
      `    "[    5.884655] watchdog: Watchdog detected hard LOCKUP on cpu 2\\n"`,
    ],
    ["a comment of a patch", "-\t// task tool:136986 blocked for more than 120 seconds."],
    ["a list of titles", "<2> 870 Yes general protection fault in demo_fn"],
    ["a comment", `/* For "WARNING: possible circular locking dependency detected". */`],
    [
      "an article",
      `logs a message such as "watchdog: BUG: soft lockup - CPU#1 stuck for 34s! [tool:60]", it`,
    ],
    ["typographic quotes", `The line “BUG: Bad page state in process tool” means that`],
    ["notes in Markdown", "- `/var/crash/1` - `BUG: Bad page state in process tool` (twice)"],
  ])("%s", (_, line) => {
    expect(titles(`${line}\nand so on\n`)).toEqual([]);
  });

  test("quotes that were closed before the words do not count", () => {
    expect(titles(`"tool" said: kernel BUG at fs/demo.c:12!\nPC is at demo_fn+0x1c/0x7c\n`)).toEqual([
      "kernel BUG in demo_fn",
    ]);
  });

  test("with a trace behind them they are a report", () => {
    expect(
      titles(`\`Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in\`

crash> bt
PID: 2759     TASK: ffff8d8c4800a0e0  CPU: 1    COMMAND: "tool"
 #0 [ffff8d94a52d37b0] machine_kexec at ffffffff82c65754
 #1 [ffff8d94a52d3810] __crash_kexec at ffffffff82d209a2
 #2 [ffff8d94a52d38e0] panic at ffffffff833728ec
 #3 [ffff8d94a52d3960] __stack_chk_fail at ffffffff82c9a5eb
 #4 [ffff8d94a52d3970] demo_filter at ffffffffc078b623 [demo]
 #5 [ffff8d94a52d3bb0] demo_check at ffffffffc078b899 [demo]
`),
    ).toEqual(["kernel panic: stack is corrupted in demo_filter"]);
  });
});

test("frames whose offsets somebody took out are frames, unless others have theirs", () => {
  const [bare] = readCrashes(`WARNING: inconsistent lock state
tool/60 takes:
(demo_lock){+.?.}-{2:2}, at: demo_take drivers/demo/take.c:41
{IN-SOFTIRQ-W} state was registered at:
  spin_lock include/linux/spinlock.h:354 [inline]
  demo_take drivers/demo/take.c:41
`);
  expect(bare?.title).toBe("inconsistent lock state in demo_take");
  const [mixed] = readCrashes(`BUG: KMSAN: uninit-value in demo_take+0x24/0x25a drivers/demo/take.c:41
 __msan_warning+0x58/0xa0 mm/kmsan/kmsan_instr.c:215
 demo_peek drivers/demo/take.c:12
 demo_take+0x24/0x25a drivers/demo/take.c:41
`);
  expect(mixed?.frames.find((frame) => frame.function === "demo_peek")?.inline).toBe(true);
});
