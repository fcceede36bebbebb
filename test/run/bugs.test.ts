import { join } from "node:path";
import { expect, test } from "vitest";
import { asItSays, bugsWithTwins } from "./fixtures.ts";
import { expectation, FIXTURES } from "./harness.ts";

/** The first pair of each rule; fixtures.slow.test.ts has them all. */
const onePerRule = new Map(
  bugsWithTwins()
    .toReversed()
    .map((name) => [expectation(join(FIXTURES, name)), name]),
);

for (const name of onePerRule.values()) {
  asItSays(name, "6.12");
  asItSays(name.replace(/\.c$/, "-fixed.c"), "6.12");
}

test("there is a module and a mended twin for every kind of bug that a run is asked to find", () => {
  expect(onePerRule.size).toBeGreaterThanOrEqual(16);
});
