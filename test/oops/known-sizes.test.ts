import { expect, test } from "vitest";
import { diagnose, loadDisassembler, readCrashes, type Diagnosis } from "../../src/oops/index.ts";

const disassembler = await loadDisassembler();

const told = (log: string): Diagnosis => {
  const crashes = readCrashes(log);
  const crash = crashes.at(-1);
  if (!crash) throw new Error("no crash found");
  return diagnose(crash, crashes, disassembler);
};

const bug = (message: string, place: string, reporter: string): string => `${message}
------------[ cut here ]------------
kernel BUG at ${place}!
invalid opcode: 0000 [#1] PREEMPT SMP NOPTI
CPU: 0 PID: 105 Comm: tool Tainted: G           OE      6.1.0 #1
RIP: 0010:${reporter}+0xf/0x11
Call Trace:
 <TASK>
 demo_ioctl.cold+0xc/0xc [demo]
 __x64_sys_ioctl+0x8d/0xd0
 </TASK>
`;

const warning = (message: string, place: string): string => `------------[ cut here ]------------
${message}
WARNING: CPU: 0 PID: 105 at ${place}
CPU: 0 PID: 105 Comm: tool Tainted: G           OE      6.12.0 #1
RIP: 0010:demo_ioctl+0x2f/0x60 [demo]
Call Trace:
 <TASK>
 __x64_sys_ioctl+0x8d/0xd0
 </TASK>
`;

test("a copy that CONFIG_FORTIFY_SOURCE stopped is told by its call, in the function whose cold part made it", () => {
  const { rule, summary } = told(
    bug("detected buffer overflow in memcpy", "lib/string_helpers.c:1027", "fortify_panic"),
  );
  expect(rule).toBe("out-of-bounds");
  expect(summary).toMatch(/^memcpy\(\) would go past the end of an object .*, in demo_ioctl\(\)/);
});

test("kernels since 6.9 say how much was asked for, and what there is", () => {
  const { summary } = told(
    warning(
      "strscpy: detected buffer overflow: 17 byte write of buffer size 16",
      "lib/string_helpers.c:1030 __fortify_report+0x6c/0x74",
    ),
  );
  expect(summary).toMatch(/^strscpy\(\) would write 17 bytes of an object that has 16, in demo_ioctl\(\)/);
});

test("a write over several members is told with the member and where it is written", () => {
  const { rule, summary } = told(
    warning(
      'memcpy: detected field-spanning write (size 12) of single field "req->name" at demo.c:33 (size 8)',
      "demo.c:33 demo_ioctl+0x2f/0x60 [demo]",
    ),
  );
  expect(rule).toBe("out-of-bounds");
  expect(summary).toMatch(/^memcpy\(\) wrote 12 bytes to req->name, which has 8, .*\(demo\.c:33\)/);
});

test.each([
  ["usercopy: Kernel memory exposure attempt detected from SLUB object 'kmalloc-64' (offset 0, size 100)!"],
  ["usercopy: kernel memory exposure attempt detected from ffff8801d4310630 (kmalloc-64) (100 bytes)"],
])("a copy to user space of more than an object has is out of bounds: %s", (message) => {
  const { rule, summary } = told(bug(message, "mm/usercopy.c:102", "usercopy_abort"));
  expect(rule).toBe("out-of-bounds");
  expect(summary).toMatch(/^copy_to_user\(\) .* 100 bytes .*kmalloc-64/);
});

test("an object that is not for user space is not said to be left", () => {
  const { rule, summary } = told(
    bug(
      "Bad or missing usercopy whitelist? Kernel memory overwrite attempt detected to SLUB object 'task_struct' (offset 520, size 1)!",
      "mm/usercopy.c:102",
      "usercopy_abort",
    ),
  );
  expect(rule).toBeUndefined();
  expect(summary).toMatch(/^copy_from_user\(\) .* 1 byte at offset 520 .*does not let user space/);
});

test("such a message before a BUG() of another's is not its reason", () => {
  expect(told(bug("detected buffer overflow in memcpy", "demo.c:12", "demo_ioctl")).summary).not.toMatch(
    /memcpy/,
  );
});
