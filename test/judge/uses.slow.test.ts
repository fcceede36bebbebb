import { join } from "node:path";
import { expect, test } from "vitest";
import { readModule } from "../../src/host/module-files.ts";
import { judgeModule } from "../../src/judge/judge-module.ts";
import { tryModule } from "../../src/fix/trial.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { compile } from "../run/harness.ts";
import { WORLDS } from "../run/worlds.ts";

const path = join(WORLDS, "overflow-after-six-uses.c");
const source = readModule([path]);

test("a module is not safe when reading finds what takes more uses of a file than were all tried", async () => {
  const program = await compile(path, "6.12");
  const verdict = await judgeModule(source, program, { source: sourceOf(source) }, {});
  expect(verdict.outcome).toBe("undecided");
  expect(verdict.coverage.join("\n")).toMatch(/no run shows what check reads: kthread-stop-after-exit/);
});

test("such a module has something to mend", async () => {
  const { verdicts } = await tryModule(source, { kernels: ["6.12"], build: () => compile(path, "6.12") });
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(["bug"]);
  expect(verdicts[0]?.findings.map(({ rule }) => rule)).toContain("kthread-stop-after-exit");
});
