import { join } from "node:path";
import { expect, test } from "vitest";
import { FIXTURES, judge } from "./harness.ts";

test("threads that have nothing to do with one another are not tried in every order", async () => {
  const verdict = await judge(join(FIXTURES, "../many-bystanders.c"), "6.1");
  expect(verdict).toMatchObject({ outcome: "safe", stats: { complete: true } });
  expect(verdict.stats.states).toBeLessThan(2000);
});
