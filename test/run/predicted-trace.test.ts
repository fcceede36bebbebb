import { join } from "node:path";
import { expect, test } from "vitest";
import { FIXTURES, judge } from "./harness.ts";

test("a predicted trace has the kernel's functions alone: none of the model's own", async () => {
  const { findings } = await judge(join(FIXTURES, "deadlock-abba.c"), "6.12");
  const traces = findings.flatMap(({ predicted = [] }) => predicted.map(({ trace }) => trace));
  expect(traces.length).toBeGreaterThan(0);
  expect(traces.flat()).toContain("mutex_lock");
  expect(traces.flat().filter((name) => name.startsWith("unoops_"))).toEqual([]);
});
