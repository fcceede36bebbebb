import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { identity } from "../../src/run/finding.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { runModule } from "../../src/run/run.ts";
import { benchFor, moduleOf } from "./bench.ts";
import { startedSource, startedStyles } from "./started-modules.ts";

const said = ({ findings, outcome }: Verdict): string[] => [outcome, ...findings.map(identity).toSorted()];

/** How many of them were not over before the two searches part. */
let large = 0;
const MODULES = 8;

for (const [i, style] of fc.sample(startedStyles, { seed: 20261130, numRuns: MODULES }).entries()) {
  test(`module ${i} (${style.where}, thread ${style.thread}, beside ${style.beside}): without the shortest witnesses the same is found`, async () => {
    const source = moduleOf(startedSource(style));
    const program = await benchFor("6.1").build(source, "6.1");
    const options = { faults: true, source: sourceOf(source), parameters: new Map([["level", "0"]]) };
    const shortest = runModule(program, options);
    const any = runModule(program, { ...options, anyWitness: true });
    if (shortest.stats.states !== any.stats.states) large++;
    expect([shortest.stats.complete, any.stats.complete]).toEqual([true, true]);
    expect(said(any)).toEqual(said(shortest));
  });
}

test("of some of them the shortest witnesses are searched for longer", () => {
  expect(large).toBeGreaterThan(MODULES / 4);
});
