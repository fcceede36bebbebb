import { join } from "node:path";
import { expect, test } from "vitest";
import { fixModule } from "../../src/fix/index.ts";
import { readModule } from "../../src/host/module-files.ts";
import { FIXTURES } from "../run/harness.ts";
import { benchFor } from "./bench.ts";

test("a patch is proven on every kernel; beside it, what brings something up on one is not run for the next", async () => {
  const source = readModule([join(FIXTURES, "../fix/put-before-stop.c")]);
  const { candidates } = await fixModule(source, benchFor("6.1", "6.12"));
  const judged = candidates.flatMap(({ judgement }) => judgement ?? []);
  const kernelsOf = (proof: string): string[][] =>
    judged.filter((one) => one.proof === proof).map(({ verdicts }) => verdicts.map(({ kernel }) => kernel));
  expect(kernelsOf("proven")).toEqual([["6.1", "6.12"]]);
  expect(kernelsOf("refuted")).toContainEqual(["6.1"]);
  for (const { proof, came, verdicts } of judged)
    if (verdicts.length === 1) expect([proof, came.length > 0]).toEqual(["refuted", true]);
});
