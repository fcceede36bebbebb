import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { readCrashes } from "../../src/oops/index.ts";
import { rustName } from "../../src/oops/trace/rust-names.ts";

test.each([
  ["_RNvC3drv4open", "drv::open"],
  ["_RNvCs4fqI2P2rA04_3drv4open", "drv::open"],
  ["_RNvMs_C3drvNtB4_6Device4stop", "<drv::Device>::stop"],
  ["_RNvXs_C3drvNtB4_6DeviceNtC6kernel4Drop4drop", "<drv::Device as kernel::Drop>::drop"],
  ["_RINvC3drv4pushmE", "drv::push::<u32>"],
  ["_RINvC3drv4pushRShE", "drv::push::<&[u8]>"],
  ["_RNCNvC3drv4open0", "drv::open::{closure#0}"],
])("%s is %s", (symbol, name) => {
  expect(rustName(symbol)).toBe(name);
});

test.each(["kthread_stop", "_R", "_RNvC3dr", "_RNvB_3foo", "_RINvC3drv4push", "_RNvC99drv4open"])(
  "%s is no Rust name",
  (symbol) => {
    expect(rustName(symbol)).toBeUndefined();
  },
);

test("symbols of any content are read in bounded time, or refused", () => {
  assert(
    property(string({ maxLength: 200 }), (tail) => {
      rustName(`_RNv${tail}`);
    }),
  );
  // Every back reference doubles what it stands for.
  const doubling = `_RIC1a${Array.from({ length: 200 }, () => "TB2_B2_E").join("")}E`;
  rustName(doubling);
});

test("a Rust panic is called by its message, and blamed on the Rust function that panicked", () => {
  const [crash, ...rest] = readCrashes(`[    9.100000] rust_kernel: panicked at drivers/misc/drv.rs:41:9:
[    9.100000] attempt to subtract with overflow
[    9.100100] ------------[ cut here ]------------
[    9.100200] kernel BUG at rust/helpers/bug.c:7!
[    9.100300] Oops: invalid opcode: 0000 [#1] PREEMPT SMP
[    9.100400] CPU: 0 UID: 0 PID: 88 Comm: cat Not tainted 6.12.23 #1
[    9.100500] RIP: 0010:rust_helper_BUG+0x8/0x10
[    9.100600] Call Trace:
[    9.100700]  <TASK>
[    9.100800]  _RNvNtC4core9panicking9panic_fmt+0x84/0x90
[    9.100900]  _RNvMs_C3drvNtB4_6Device4stop+0x1c/0x7c [drv]
[    9.101000]  vfs_read+0x21/0x310
`);
  expect(rest).toEqual([]);
  expect(crash?.title).toBe("attempt to subtract with overflow in <drv::Device>::stop");
  expect(crash?.frames.find((frame) => frame.module === "drv")?.symbol).toBe("_RNvMs_C3drvNtB4_6Device4stop");
});
