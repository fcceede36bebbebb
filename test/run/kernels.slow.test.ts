import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { KERNEL_VERSIONS, MEASURED_KERNELS, versionCode } from "../../src/core/kernel-version.ts";
import { EXAMPLES, FIXTURES, judge, rulesOf } from "./harness.ts";

const measured: readonly string[] = MEASURED_KERNELS;

/** The kernels that fixtures-*.slow.test.ts leave out: these verdicts do not depend on the version. */
describe.each(KERNEL_VERSIONS.filter((version) => !measured.includes(version)))("linux %s", (kernel) => {
  test.each([
    [join(EXAMPLES, "early-exit.c"), ["kthread-stop-after-exit"]],
    [join(EXAMPLES, "signal-exit.c"), ["kthread-stop-after-exit"]],
    [join(EXAMPLES, "stop-loop.c"), []],
    [join(EXAMPLES, "pinned.c"), []],
    [join(FIXTURES, "double-stop.c"), ["kthread-double-stop"]],
    [join(FIXTURES, "timer-outlives.c"), ["timer-outlives-module"]],
    [join(FIXTURES, "work-outlives.c"), ["work-outlives-module"]],
    [join(FIXTURES, "family-park.c"), []],
    [join(FIXTURES, "family-worker.c"), []],
  ])("%s: %j", async (path, rules) => {
    const verdict = await judge(path, kernel);
    expect(verdict.outcome).toBe(rules.length > 0 ? "bug" : "safe");
    expect(rulesOf(verdict)).toEqual(expect.arrayContaining(rules));
  });
});

/** All kernels but those of examples.test.ts. */
test.each(KERNEL_VERSIONS.filter((version) => version !== "4.4" && version !== "6.12"))(
  "a stop after the exit prints what its version's oops or warning looks like: linux %s",
  async (kernel) => {
    const verdict = await judge(join(EXAMPLES, "early-exit.c"), kernel);
    const predicted = verdict.findings
      .flatMap((finding) => finding.predicted ?? [])
      .filter(({ when }) => when.includes("untouched"));
    const headlines = predicted.flatMap(({ headline, also = [] }) => [
      headline,
      ...also.map((one) => one.headline),
    ]);
    const warns = versionCode(kernel) >= 0x050000; // refcount_t
    expect(headlines.some((text) => text.startsWith("WARNING"))).toBe(warns);
  },
);
