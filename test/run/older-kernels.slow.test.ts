import { join } from "node:path";
import { expect, test } from "vitest";
import { KERNEL_VERSIONS } from "../../src/core/kernel-version.ts";
import { EXAMPLES, FIXTURES, judge } from "./harness.ts";

test("4.14 has timer_setup() beside setup_timer(), and its callback is given the timer", async () => {
  expect((await judge(join(FIXTURES, "timer-set-up.c"), "4.14")).outcome).toBe("safe");
});

test.each([
  ["4.14", "lib/refcount.c:153 refcount_inc "],
  ["5.4", "lib/refcount.c:156 refcount_inc_checked "],
  ["5.10", "lib/refcount.c:25 refcount_warn_saturate "],
] as const)("linux %s warns of a reference to what has none at %s", async (kernel, place) => {
  const { findings } = await judge(join(FIXTURES, "refcount-misuse.c"), kernel);
  const headlines = findings.flatMap(({ predicted = [] }) => predicted.map(({ headline }) => `${headline} `));
  expect(headlines).toContainEqual(expect.stringContaining(place));
});

test("5.4 warns of a stop after the exit when it takes the reference, and when it puts it", async () => {
  const { findings } = await judge(join(EXAMPLES, "early-exit.c"), "5.4");
  const untouched = findings
    .flatMap(({ predicted = [] }) => predicted)
    .filter(({ when }) => when.includes("untouched"));
  const said = untouched.flatMap(({ text }) => text);
  expect(said).toContain("refcount_t: increment on 0; use-after-free.");
  expect(said).toContainEqual(expect.stringContaining("lib/refcount.c:190 refcount_sub_and_test_checked"));
});

test.each(KERNEL_VERSIONS)("linux %s: module.h alone brings idr, seqlock, llist and srcu", async (kernel) => {
  expect((await judge(join(FIXTURES, "module-alone.c"), kernel)).outcome).toBe("safe");
});
