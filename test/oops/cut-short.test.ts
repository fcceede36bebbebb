import { expect, test } from "vitest";
import { explained } from "../../src/explain/view.ts";
import { diagnose, loadDisassembler, readCrashes } from "../../src/oops/index.ts";
import { renderCrashes } from "../../src/report/oops-text.ts";

const FIRST_LINES = `[   12.100000] ------------[ cut here ]------------
[   12.100001] WARNING: CPU: 3 PID: 2192 at kernel/kthread.c:76 kthread_stop+0x198/0x1f8
`;

/** What `explain` prints of a log. */
async function told(log: string): Promise<string> {
  const crashes = readCrashes(log);
  const disassembler = await loadDisassembler();
  const views = crashes.map((crash) => explained(crash, diagnose(crash, crashes, disassembler)));
  return renderCrashes(views, { width: 200, colour: false });
}

test("a report that ends before its trace is told with the function that its first line names", async () => {
  const text = await told(`${FIRST_LINES}[   12.100002] Modules linked in: ring(OE) loop\n`);
  expect(text).toContain("CRASH WARNING in kthread_stop");
  expect(text).toContain("the report ends before its trace");
  expect(text).not.toContain("damaged");
  expect(text).not.toContain("not certain");
});

test("a report that says nowhere where it happened stays damaged", async () => {
  const text = await told(
    "[   12.100000] general protection fault: 0000 [#1] SMP\n[   12.100002] Modules linked in: ring\n",
  );
  expect(text).toContain("CRASH general protection fault in corrupted");
  expect(text).toContain("the report is damaged");
});
