import { expect, test } from "vitest";
import { explained } from "../../src/explain/view.ts";
import { annotate, diagnose, printable, readCrashes } from "../../src/oops/index.ts";
import { renderCrashes } from "../../src/report/oops-text.ts";

const EVIL = `BUG: kernel NULL pointer dereference, address: 0000000000000000
CPU: 0 PID: 1 Comm: \x1b]0;owned\x07\x9b31m\u202e Tainted: G           O      6.1.0 #1
RIP: 0010:kthread_stop+0x43/0x170
Modules linked in: a\x1b[2Jb(O-)
`;

test("control characters, escapes and direction marks of a log never reach the terminal", () => {
  const crashes = readCrashes(EVIL);
  const views = crashes.map((crash) => explained(crash, diagnose(crash, crashes)));
  const outputs = [
    renderCrashes(views, { width: 100, colour: false }),
    JSON.stringify(views),
    ...crashes.flatMap((crash) => annotate(crash).map(({ text }) => printable(text))),
  ];
  expect(views).toHaveLength(1);
  for (const output of outputs) expect(output).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
});

test("a log without a crash has none, an empty one too", () => {
  expect(readCrashes("")).toEqual([]);
  expect(readCrashes("[    1.0] klt_a: loading out-of-tree module taints kernel.\n".repeat(2000))).toEqual(
    [],
  );
});

test("a line without end makes no report without end", () => {
  const crashes = readCrashes(`Kernel panic - not syncing: ${"A".repeat(300_000)}\n`);
  const views = crashes.map((crash) => explained(crash, diagnose(crash, crashes)));
  expect(views).toHaveLength(1);
  expect(renderCrashes(views, { width: 100, colour: false }).length).toBeLessThan(4_000);
});
