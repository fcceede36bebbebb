import { dirname } from "node:path";
import { expect, test } from "vitest";
import { expectAsItSays, judgeFixture } from "../run/fixtures.ts";
import { FIXTURES, judge, rulesOf } from "../run/harness.ts";
import { agree, checkSays, listedDifferences, modules, nameOf, saysTheSame } from "./agreement.ts";

/** Those that say in their first line what they are. */
const isFixture = (path: string): boolean => dirname(path) === FIXTURES && path.endsWith(".c");

for (const path of modules()) {
  const name = nameOf(path);
  test(`${name}: run says what its first line and docs/agreement.md say, where check is compared with it`, async () => {
    const verdict = isFixture(path)
      ? await judgeFixture(path, "6.12")
      : await judge(path, "6.12", { limits: { states: 20_000 } });
    if (isFixture(path)) expectAsItSays(path, verdict);
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

test("check says the same of all modules on every kernel", () => {
  for (const path of modules()) saysTheSame(path);
});
