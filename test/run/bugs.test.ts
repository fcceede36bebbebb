import { expect, test } from "vitest";
import { asItSays, bugsWithTwins } from "./fixtures.ts";

for (const name of bugsWithTwins()) {
  asItSays(name, "6.12");
  asItSays(name.replace(/\.c$/, "-fixed.c"), "6.12");
}

test("there is a module and a mended twin for every kind of bug that a run is asked to find", () => {
  expect(bugsWithTwins().length).toBeGreaterThanOrEqual(12);
});
