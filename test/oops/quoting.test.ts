import { describe, expect, test } from "vitest";
import { readCrashes } from "../../src/oops/index.ts";

const LINES = `WARNING: CPU: 0 PID: 60 at drivers/demo/fn.c:7 demo_fn+0x1c/0x7c [demo]
CPU: 0 PID: 60 Comm: tool Not tainted 6.1.0 #1
Hardware name: Demo board (DT)
Call trace:
 demo_fn+0x1c/0x7c [demo]
 demo_ioctl+0x20/0x40 [demo]
`.split("\n");

const BEFORE: readonly (readonly [who: string, prefix: string])[] = [
  ["a mail writer's bar", "| "],
  ["the text that a patch adds", "+"],
  ["a bar in quoted mail", "> | "],
  ["journalctl in Russian", "июл 27 14:08:03 laptop kernel: "],
  ["journalctl in French", "juil. 27 14:08:03 laptop kernel: "],
  ["journalctl in Japanese", " 7月 27 14:08:03 laptop kernel: "],
  ["journalctl in German", "Mär  7 14:08:03 laptop kernel: "],
  ["HiSilicon's pid and processor", "[    3.000000] [pid:60,cpu0,tool]"],
  ["Samsung's processor, process and pid", "[    3.000000]  [0:           tool:   60] "],
  ["MediaTek's", "<4>[    3.000000]  (0)[60:tool]"],
];

describe.each(BEFORE)("behind %s", (_, prefix) => {
  test("the lines are the kernel's", () => {
    const [crash] = readCrashes(LINES.map((line) => (line === "" ? "" : `${prefix}${line}`)).join("\n"));
    expect(crash?.title).toBe("WARNING in demo_fn");
    expect(crash?.frames.map((frame) => frame.function)).toEqual(["demo_fn", "demo_ioctl"]);
  });
});

test("KCSAN's own bars and arrows are no quotes", () => {
  const [crash] = readCrashes(`BUG: KCSAN: data-race in demo_read / demo_write

read-write (reordered) to 0xc000000fff77ddb3 of 1 bytes by task 1490 on cpu 51:
  |
  +-> reordered to: demo_write+0x410/0x4e0
`);
  expect(crash?.lines).toContain("+-> reordered to: demo_write+0x410/0x4e0");
});

const cut = (line: string): string => `${line.slice(0, 67)}\n${line.slice(67)}`;

test("the offset of a frame that was cut in two is not taken for a quoted line", () => {
  const filler = Array.from(
    { length: 6 },
    (_, at) => ` demo_step${at}${"_of_many".repeat(7)}+0x1/0x2 [demo]`,
  );
  const log = [...LINES.slice(0, 4), ...filler]
    .map((line) => (line.length > 67 ? cut(line) : line))
    .join("\n");
  expect(readCrashes(log)[0]?.frames.map((frame) => frame.function)).toEqual(
    filler.map((line) => line.trim().split("+")[0]),
  );
});

test("lines that were broken before they were quoted are joined behind the quotes", () => {
  const [crash] = readCrashes(`> > [    3.694604] Internal error: synchronous external abort: 96000210
> > [#1] PREEMPT SMP
> > [    3.708518] CPU: 0 PID: 5 Comm: kworker/0:0 Not tainted 5.8.18-demo-board
> > #20.11.3
> > [    3.716037] Hardware name: A demo board of somebody (DT)
> > [    3.726614] pstate: 00000085 (nzcv daIf -PAN -UAO BTYPE=--)
> > [    3.732352] pc : demo_intr+0x1c/0x90
> > [    3.737549] lr : demo_poll+0x5c/0x168
`);
  expect(crash?.title).toBe("Internal error in demo_intr");
  expect(crash?.lines).toContain("CPU: 0 PID: 5 Comm: kworker/0:0 Not tainted 5.8.18-demo-board #20.11.3");
});
