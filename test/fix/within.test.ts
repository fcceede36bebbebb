import { join } from "node:path";
import { expect, test } from "vitest";
import { fixModule } from "../../src/fix/index.ts";
import { tryModule } from "../../src/fix/trial.ts";
import { readModule } from "../../src/host/module-files.ts";
import { EXAMPLES } from "../run/harness.ts";
import { benchFor } from "./bench.ts";

test("once the time is up no change is begun, and those that were not say so", async () => {
  const source = readModule([join(EXAMPLES, "early-exit.c")]);
  const { candidates, targets } = await fixModule(source, { ...benchFor("6.12"), within: -1 });
  expect(targets.length).toBeGreaterThan(0);
  expect(candidates.every(({ judgement }) => judgement === undefined)).toBe(true);
  expect(candidates.map(({ refusal }) => refusal).join("\n")).toContain("not tried");
});

test("a change that was begun does not run past the time: its runs end with it, and claim no proof", async () => {
  const source = readModule([join(EXAMPLES, "early-exit.c")]);
  const { verdicts } = await tryModule(source, { ...benchFor("6.12"), deadline: performance.now() });
  expect(verdicts.map(({ stats }) => stats.complete)).toEqual([false]);
});
