import { expect, test } from "vitest";
import { fixModule } from "../../src/fix/index.ts";
import { withTexts } from "../../src/fix/sources.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { runModule } from "../../src/run/run.ts";
import { benchFor, moduleOf } from "./bench.ts";
import { hardSource, HARD_STYLES } from "./hard-modules.ts";

for (const [i, style] of HARD_STYLES.entries()) {
  const kernel = i % 2 === 0 ? "6.1" : "4.4";
  const parameters = new Map([["level", String(i % 5)]]);
  test(`module ${i} (stops ${style.stop}, ${style.ways} ways out, ${style.signals}, ${style.test}): with every patch called proven it is safe on linux ${kernel}`, async () => {
    const source = moduleOf(hardSource(style));
    const bench = { ...benchFor(kernel), parameters };
    const report = await fixModule(source, bench);
    if (report.before.some(({ outcome }) => outcome === "bug"))
      expect(report.candidates[0]?.judgement?.proof).toBe("proven");
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
