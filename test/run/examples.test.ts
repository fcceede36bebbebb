import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EXAMPLES, judge, rulesOf } from "./harness.ts";

const example = (name: string): string => join(EXAMPLES, name);

/** The oldest and the default; kernels.slow.test.ts has the others. */
describe.each(["4.4", "6.12"] as const)("the report's four modules on linux %s", (kernel) => {
  test("a thread that returns at once is stopped after it has exited", async () => {
    const verdict = await judge(example("early-exit.c"), kernel);
    expect(verdict.outcome).toBe("bug");
    expect(rulesOf(verdict)).toEqual(["kthread-stop-after-exit"]);
  });

  test("with --faults, its test for NULL lets an ERR_PTR through", async () => {
    const verdict = await judge(example("early-exit.c"), kernel, { faults: true });
    expect(rulesOf(verdict)).toContain("kthread-null-check");
    const byFault = verdict.findings.filter(({ needsFault }) => needsFault);
    expect(byFault.map(({ rule }) => rule)).toContain("kthread-null-check");
  });

  test("a loop that only the stop ends is safe, and that is proven", async () => {
    const verdict = await judge(example("stop-loop.c"), kernel);
    expect(verdict).toMatchObject({ outcome: "safe", findings: [], stats: { complete: true } });
  });

  test("a thread that leaves on a signal is stopped too late, and the signal is a step of the witness", async () => {
    const verdict = await judge(example("signal-exit.c"), kernel);
    expect(rulesOf(verdict)).toEqual(["kthread-stop-after-exit"]);
    const steps = verdict.findings[0]?.witness?.steps ?? [];
    expect(steps.some(({ task, text }) => task === "user space" && text.startsWith("kill"))).toBe(true);
  });

  test("a reference held from the creation on is safe, and leaks nothing", async () => {
    const verdict = await judge(example("pinned.c"), kernel);
    expect(verdict).toMatchObject({ outcome: "safe", findings: [], stats: { complete: true } });
  });
});
