import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fixModule } from "../../src/fix/index.ts";
import { benchFor, moduleOf } from "./bench.ts";
import { sourceOf, styles } from "./generated-source.ts";

/** The same modules every time; another seed gives others. */
const SEED = 20261124;

for (const [i, style] of fc.sample(styles, { seed: SEED, numRuns: 24 }).entries()) {
  const kernel = i % 2 === 0 ? "6.12" : "5.10";
  test(`generated module ${i} (${style.handle}, ${style.test}, ${style.stop}, ${style.thread}) is mended for linux ${kernel}`, async () => {
    const report = await fixModule(
      moduleOf(sourceOf(style, kernel === "5.10" ? "do_exit" : "kthread_exit")),
      benchFor(kernel),
    );
    const [best] = report.candidates;
    const tried = report.candidates.map(
      ({ title, refusal, judgement }) => `${title}: ${refusal ?? judgement?.proof}`,
    );
    if (report.targets.length === 0) expect(report.before.map(({ outcome }) => outcome)).toEqual(["safe"]);
    else expect(best?.judgement?.proof, tried.join("\n")).toBe("proven");
  });
}
