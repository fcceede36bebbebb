import { join } from "node:path";
import { expect, test } from "vitest";
import { FIXTURES, judge } from "./harness.ts";

const SHARING = join(FIXTURES, "../../../bench/programs/sharing-threads.c");

test("threads that have nothing to do with one another are not tried in every order", async () => {
  const verdict = await judge(join(FIXTURES, "../many-bystanders.c"), "6.1");
  expect(verdict).toMatchObject({ outcome: "safe", stats: { complete: true } });
  expect(verdict.stats.states).toBeLessThan(2000);
});

test.each(["6.12", "7.2"] as const)(
  "threads that are gone keep no states apart while their task_struct is held, on linux %s",
  async (version) => {
    const verdict = await judge(SHARING, version, { parameters: new Map([["count", "3"]]) });
    expect(verdict).toMatchObject({ outcome: "safe", stats: { complete: true } });
    expect(verdict.stats.states).toBeLessThan(version === "7.2" ? 1500 : 600);
  },
);
