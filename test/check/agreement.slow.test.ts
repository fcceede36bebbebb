import { expect, test } from "vitest";
import { judge, rulesOf } from "../run/harness.ts";
import { agree, checkSays, listedDifferences, modules, nameOf } from "./agreement.ts";

for (const path of modules()) {
  const name = nameOf(path);
  test(`${name}: run itself says what docs/agreement.md compares check with`, async () => {
    const verdict = await judge(path, "6.12", { limits: { states: 20_000 } });
    const run = verdict.outcome === "bug" ? rulesOf(verdict).toSorted().join(" ") : verdict.outcome;
    const check = checkSays(path, "6.12");
    const listed = listedDifferences().find(({ module }) => module === name);
    // a run may find further rules broken beside the one that the module is there for
    if (listed)
      expect({ run: run.split(" "), check }).toMatchObject({
        run: expect.arrayContaining([listed.run]),
        check: listed.check,
      });
    else expect([run, check, agree(run, check)]).toEqual([run, check, true]);
  });
}
