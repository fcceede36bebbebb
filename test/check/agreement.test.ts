import { expect, test } from "vitest";
import { expectation, FIXTURES } from "../run/harness.ts";
import { agree, checkSays, listedDifferences, modules, nameOf, saysTheSame } from "./agreement.ts";

/** What each module of the fixtures is; the tests of `run` see to it that it says so, too. */
const judged = modules().filter((path) => path.startsWith(FIXTURES) && path.endsWith(".c"));

test("check and run agree on every module, or docs/agreement.md lists the difference with its reason", () => {
  const differences = judged
    .map((path) => ({ module: nameOf(path), run: expectation(path), check: checkSays(path, "6.12") }))
    .filter(({ run, check }) => !agree(run, check) && !check.split(" ").includes(run));
  const listed = listedDifferences();
  const names = new Set(judged.map(nameOf));
  expect(listed.filter(({ module }) => names.has(module))).toMatchObject(differences);
  for (const { why } of listed) expect(why.split(" ").length).toBeGreaterThan(3);
});

test("no module that is proven safe gets a finding, not even an uncertain one", () => {
  const safe = judged.filter((path) => expectation(path) === "safe");
  expect(safe.length).toBeGreaterThan(30);
  for (const path of safe) expect([nameOf(path), checkSays(path, "6.12")]).toEqual([nameOf(path), "nothing"]);
});

test("check says the same of some of them on every kernel; of all, in the slow suite", () => {
  for (const path of modules().filter((_, turn) => turn % 5 === 0)) saysTheSame(path);
});
