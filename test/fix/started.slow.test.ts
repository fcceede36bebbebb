import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { KernelVersion } from "../../src/core/kernel-version.ts";
import { fixModule } from "../../src/fix/index.ts";
import { withTexts } from "../../src/fix/sources.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { runModule } from "../../src/run/run.ts";
import { benchFor, moduleOf } from "./bench.ts";
import { startedSource, startedStyles } from "./started-modules.ts";

const SEED = 20261128;
const MODULES = 16;
const KERNELS: readonly KernelVersion[] = ["5.10", "6.1"];
/** No search of these modules takes so long. */
const LIMITS = { time: 60_000 };

/** Modules with a bug of those tried, and those of them that a proven patch was found for. */
const found = { buggy: 0, mended: 0 };

for (const [i, style] of fc.sample(startedStyles, { seed: SEED, numRuns: MODULES }).entries()) {
  const kernel = KERNELS[i % KERNELS.length] ?? "6.1";
  const parameters = new Map([["level", String(i % 2)]]);
  const what = `${style.creates} ${style.where}, ${style.test}, thread ${style.thread}, beside ${style.beside}`;
  test(`module ${i} (${what}): with every patch called proven it is safe on linux ${kernel}`, async () => {
    const source = moduleOf(startedSource(style));
    const bench = { ...benchFor(kernel), parameters, limits: LIMITS };
    const report = await fixModule(source, bench);
    if (report.before.some(({ outcome }) => outcome === "bug")) found.buggy++;
    if (report.candidates[0]?.judgement?.proof === "proven") found.mended++;
    for (const { judgement, files, title } of report.candidates) {
      if (judgement?.proof !== "proven") continue;
      const patched = withTexts(source, new Map(files.map((file) => [file.path, file.after])));
      const program = await bench.build(patched, kernel);
      // without failing calls first, and then with them
      const verdict = runModule(program, { faults: true, parameters, source: sourceOf(patched) });
      expect(verdict, title).toMatchObject({ outcome: "safe", findings: [], stats: { complete: true } });
    }
  });
}

test("of the modules with a bug, most are mended", () => {
  expect(found.buggy).toBeGreaterThan(MODULES / 2);
  expect(found.mended / found.buggy).toBeGreaterThan(0.9);
});
