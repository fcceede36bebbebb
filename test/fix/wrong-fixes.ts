import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { KernelVersion } from "../../src/core/kernel-version.ts";
import { judgeChange, withPatch } from "../../src/fix/index.ts";
import { readModule } from "../../src/host/module-files.ts";
import { EXAMPLES, FIXTURES } from "../run/harness.ts";
import { benchFor } from "./bench.ts";

const FOLDER = join(FIXTURES, "../wrong-fixes");

export const WRONG_FIXES = readdirSync(FOLDER).map((name) => name.replace(/\.patch$/, ""));

/** One test: the patch is refuted, with a witness, by the rule that its first line names. */
export function isRefuted(name: string, kernel: KernelVersion): void {
  const patch = readFileSync(join(FOLDER, `${name}.patch`), "utf8");
  const rule = /^expect: (\S+)/.exec(patch)?.[1] ?? "";
  const file = /^--- a\/examples\/(\S+)/m.exec(patch)?.[1] ?? "";
  test(`the wrong fix ${name} is refuted by ${rule} on linux ${kernel}`, async () => {
    const source = readModule([join(EXAMPLES, file)]);
    const judged = await judgeChange(source, withPatch(source, patch, name), benchFor(kernel));
    expect(judged.proof).toBe("refuted");
    const wrong = [...judged.left, ...judged.came];
    expect(wrong.map((finding) => finding.rule)).toContain(rule);
    expect(wrong.every(({ witness }) => (witness?.steps.length ?? 0) > 1)).toBe(true);
  });
}
