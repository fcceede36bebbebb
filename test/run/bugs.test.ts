import { join } from "node:path";
import { expect, test } from "vitest";
import { asItSays, bugsWithTwins } from "./fixtures.ts";
import { expectation, FIXTURES, judge, rulesOf } from "./harness.ts";

/** The first pair of each rule. All of them, and the mended twins: test/check/agreement.slow.test.ts, on other kernels fixtures-*.slow.test.ts. */
const onePerRule = new Map(
  bugsWithTwins()
    .toReversed()
    .map((name) => [expectation(join(FIXTURES, name)), name]),
);

for (const name of onePerRule.values()) asItSays(name, "6.12");

test("there is a module and a mended twin for every kind of bug that a run is asked to find", () => {
  expect(onePerRule.size).toBeGreaterThanOrEqual(16);
});

test("misc_register() tells its caller that the device could not be made, as drivers/char/misc.c does", async () => {
  const verdict = await judge(join(FIXTURES, "file-outlives-fixed.c"), "6.12", { faults: true });
  expect(verdict).toMatchObject({ outcome: "safe", findings: [] });
});

test("a file that the module writes may be refused by a full disk where calls may fail, and a thread that ends then is found", async () => {
  const folder = join(FIXTURES, "../faults");
  const [bug, fixed] = [join(folder, "file-write-fails.c"), join(folder, "file-write-fails-fixed.c")];
  expect(rulesOf(await judge(bug, "6.12", { faults: true }))).toContain("kthread-stop-after-exit");
  expect((await judge(bug, "6.12")).outcome).toBe("safe");
  expect((await judge(fixed, "6.12", { faults: true })).outcome).toBe("safe");
});

test("who writes a parameter with functions of its own is part of the program, whatever else the module uses", async () => {
  expect(rulesOf(await judge(join(FIXTURES, "param-ends-thread.c"), "6.12"))).toEqual([
    "kthread-stop-after-exit",
  ]);
  expect((await judge(join(FIXTURES, "param-ends-thread-fixed.c"), "6.12")).outcome).toBe("safe");
});
