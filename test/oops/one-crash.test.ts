import { expect, test } from "vitest";
import { readCrashes } from "../../src/oops/index.ts";

const hung = (seconds: number, stamp: string, task = "cat:88"): string =>
  [
    `INFO: task ${task} blocked for more than ${seconds} seconds.`,
    "task:cat state:D stack:0 pid:88",
    "Call Trace:",
    " __schedule+0x293/0x7d0",
    " schedule+0x3c/0xa0",
    " foo_read+0x1c/0x7c [foo]",
    "",
  ]
    .map((line) => (line === "" ? "" : `[${stamp}] ${line}`))
    .join("\n");

test("a hung task that is told again 120 seconds later is one crash", () => {
  expect(readCrashes(hung(120, "  240.000001") + hung(241, "  360.000001"))).toHaveLength(1);
});

test("another task that hangs at the same place is another crash", () => {
  expect(readCrashes(hung(120, "  240.000001") + hung(120, "  240.000002", "cat:89"))).toHaveLength(2);
});

const warning = (stamp: string): string =>
  [
    "WARNING: CPU: 0 PID: 1 at drivers/misc/foo.c:41 foo_read+0x1/0x2",
    "CPU: 0 PID: 1 Comm: cat Not tainted 6.1.0 #1",
    "Call Trace:",
    " bar_read+0x1/0x2",
    " bar_read+0x1/0x2",
  ]
    .map((line) => `[${stamp}] ${line}\n`)
    .join("");

test("a report that two consoles printed one after the other is one crash", () => {
  expect(readCrashes(warning("    1.000001") + warning("    1.000001"))).toHaveLength(1);
});

test("the same warning at another time is another crash", () => {
  expect(readCrashes(warning("    1.000001") + warning("    2.000001"))).toHaveLength(2);
});

test("a report of which two consoles printed every line is one crash, with each frame once", () => {
  const doubled = warning("    1.000001")
    .split("\n")
    .flatMap((line) => [line, line])
    .join("\n");
  const crashes = readCrashes(doubled);
  expect(crashes).toHaveLength(1);
  expect(crashes[0]?.frames.map((frame) => frame.function)).toEqual(["bar_read"]);
});

test("a frame that recurs in a report printed once is there twice", () => {
  expect(readCrashes(warning("    1.000001"))[0]?.frames).toHaveLength(2);
});

test("a headline of a function that was inlined, and of the one that holds it, announce one crash", () => {
  const crashes = readCrashes(`BUG: KASAN: slab-use-after-free in foo_get include/linux/foo.h:12 [inline]
BUG: KASAN: slab-use-after-free in foo_read+0x1c/0x7c drivers/misc/foo.c:41
Read of size 8 at addr ffff888005fc6100 by task cat/88
Call Trace:
 kasan_report+0x1/0x2 mm/kasan/report.c:1
 foo_get include/linux/foo.h:12 [inline]
 foo_read+0x1c/0x7c drivers/misc/foo.c:41
`);
  expect(crashes.map(({ title }) => title)).toEqual(["KASAN: slab-use-after-free Read in foo_read"]);
});

test("what follows the end marker is no frame of the trace", () => {
  const [crash] = readCrashes(`BUG: unable to handle page fault for address: 00000007935688d8
Oops: 0000 [#1] SMP PTI
RIP: 0010:demo_read+0x99/0x121
Call Trace:
 demo_caller+0x190/0x1ad
---[ end trace e40c871ca3e4dc9e ]---
RIP: 0010:demo_read+0x99/0x121
`);
  expect(crash?.frames.map((frame) => frame.function)).toEqual(["demo_read", "demo_caller"]);
});

test("time stamps without a fraction are read as such", () => {
  const [crash] = readCrashes(hung(120, "  240."));
  expect(crash).toMatchObject({
    function: "foo_read",
    headline: "INFO: task cat:88 blocked for more than 120 seconds.",
  });
});
