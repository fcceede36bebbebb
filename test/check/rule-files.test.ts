import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkProgram, RULE_FILES } from "../../src/check/index.ts";
import { RULE_IDS } from "../../src/core/rules.ts";
import { readSource } from "../../src/source/index.ts";

const RULES = fileURLToPath(new URL("../../src/check/rules", import.meta.url));
const FIXTURES = fileURLToPath(new URL("fixtures", import.meta.url));

test.each(RULE_FILES.map((row) => [row.file, row] as const))(
  "%s.ts finds what its row says: sweeps keep results by it",
  async (name, { finds, judge }) => {
    const file = join(RULES, `${name}.ts`);
    const library: Readonly<Record<string, unknown>> = await import(file);
    expect(Object.values(library)).toContain(judge);
    const text = readFileSync(file, "utf8");
    const named = RULE_IDS.filter((rule) => text.includes(`"${rule}"`));
    expect([...finds].toSorted()).toEqual([...named].toSorted());
  },
);

test("what a rule finds does not hang on which other rules are asked", () => {
  for (const name of readdirSync(FIXTURES)) {
    const text = readFileSync(join(FIXTURES, name), "utf8");
    const file = readSource(name, text, { versionCode: 0xffffff, prefers: "kthread_" });
    const all = checkProgram([file], [], "6.12").findings;
    const found = new Set(all.map(({ rule }) => rule));
    for (const rule of found) {
      const alone = checkProgram([file], [], "6.12", undefined, new Set([rule])).findings;
      expect(alone, `${name}: ${rule}`).toEqual(all.filter((one) => one.rule === rule));
    }
    const others = new Set(RULE_IDS.filter((rule) => !found.has(rule)));
    expect(checkProgram([file], [], "6.12", undefined, others).findings, name).toEqual([]);
  }
});
