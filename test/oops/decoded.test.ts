import { expect, test } from "vitest";
import { readCrashes } from "../../src/oops/index.ts";

const only = (log: string): ReturnType<typeof readCrashes>[number] => {
  const crashes = readCrashes(log);
  expect(crashes).toHaveLength(1);
  const [crash] = crashes;
  if (!crash) throw new Error("no crash found");
  return crash;
};

/** scripts/decode_stacktrace.sh of 5.10 puts the module's bare name last, that of 7.2 keeps brackets and indentation. */
const KASAN = `[   61.000000] BUG: KASAN: slab-use-after-free in demo_take (drivers/demo/take.c:41) demo
[   61.000001] Read of size 8 at addr ffff888005fc6100 by task tool/900
[   61.000002] CPU: 3 PID: 900 Comm: tool Not tainted 6.6.0 #1
[   61.000003] Call Trace:
[   61.000004]  <TASK>
[   61.000005] dump_stack_lvl (lib/dump_stack.c:107)
[   61.000006] print_report (mm/kasan/report.c:365 mm/kasan/report.c:475)
[   61.000007] ? demo_other (drivers/demo/take.c:12) demo
[   61.000008] kasan_report (mm/kasan/report.c:590)
[   61.000009] demo_take (include/linux/list.h:20 (discriminator 1) drivers/demo/take.c:41) demo
[   61.000010] vfs_read (fs/read_write.c:474)
[   61.000011]  </TASK>
`;

test("a report that decode_stacktrace.sh went over names function, place and module", () => {
  const { title, frames, headline } = only(KASAN);
  expect(title).toBe("KASAN: slab-use-after-free Read in demo_take");
  expect(headline).toBe("BUG: KASAN: slab-use-after-free in demo_take (drivers/demo/take.c:41) demo");
  expect(frames.find((frame) => frame.function === "demo_take")).toEqual({
    function: "demo_take",
    module: "demo",
    // the last place is the function's own, those before it were inlined
    source: "drivers/demo/take.c:41",
    line: 10,
  });
  expect(frames.find((frame) => frame.function === "demo_other")?.unreliable).toBe(true);
});

test("of a report that ends behind its decoded RIP line, the function is known", () => {
  const { function: name, frames } = only(`general protection fault: 0000 [#1] SMP
CPU: 0 PID: 7 Comm: tool Not tainted 6.1.0 #1
RIP: 0010:demo_put (drivers/demo/take.c:60 (discriminator 3)) [demo]
RSP: 0018:ffffc900005ebba8 EFLAGS: 00000246
`);
  expect(name).toBe("demo_put");
  expect(frames[0]).toMatchObject({ module: "demo", source: "drivers/demo/take.c:60" });
  expect(frames[0]?.offset).toBeUndefined();
});

test("ARM's decoded callers, and places that addr2line does not know", () => {
  const { frames } = only(`Unable to handle kernel NULL pointer dereference at virtual address 00000010
Internal error: Oops: 17 [#1] SMP ARM
CPU: 0 PID: 60 Comm: tool Not tainted 6.1.0 #1
PC is at demo_fn (drivers/demo/fn.c:7) [demo]
demo_fn [demo] from demo_ioctl (drivers/demo/fn.c:?) [demo]
`);
  expect(frames.map((frame) => frame.function)).toEqual(["demo_fn", "demo_ioctl"]);
});

test("a parenthesis that holds no place of a source file is left alone", () => {
  const { headline } = only(`WARNING: CPU: 0 PID: 60 at drivers/demo/fn.c:7 demo_fn+0x1c/0x7c (see note:1)
CPU: 0 PID: 60 Comm: tool Not tainted 6.1.0 #1
Call Trace:
 demo_fn+0x1c/0x7c
`);
  expect(headline).toBe("WARNING: CPU: 0 PID: 60 at drivers/demo/fn.c:7 demo_fn+0x1c/0x7c (see note:1)");
});

test("what kasan_symbolize.py put in place of addresses is no part of the report", () => {
  const { title, frames } =
    only(`BUG: KMSAN: uninit-value in[<     inline     >] demo_peek drivers/demo/take.c:12
BUG: KMSAN: uninit-value in[<      none      >] demo_take+0x309/0x392 drivers/demo/take.c:41
CPU: 0 PID: 60 Comm: tool Not tainted 5.4.0 #1
Call Trace:
 [<     inline     >] __dump_stack lib/dump_stack.c:77
 [<      none      >] dump_stack+0x1ce/0x230 lib/dump_stack.c:118
 [<      none      >] kmsan_report+0x127/0x220 mm/kmsan/kmsan_report.c:108
 [<      none      >] __msan_warning+0x64/0xc0 mm/kmsan/kmsan_instr.c:245
 [<     inline     >] demo_peek drivers/demo/take.c:12
 [<      none      >] demo_take+0x309/0x392 drivers/demo/take.c:41
 ?[<      none      >] demo_other+0x10/0x39 drivers/demo/take.c:9
`);
  expect(title).toBe("KMSAN: uninit-value in demo_take");
  expect(frames.find((frame) => frame.function === "demo_peek")?.inline).toBe(true);
  expect(frames.find((frame) => frame.function === "demo_other")?.unreliable).toBe(true);
});
