import { join } from "node:path";
import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { FIXTURES, judge, rulesOf } from "./harness.ts";

/** family-params.c reaches BUG() when a parameter is not what its source says. */
function withParameter(name: string, value: string): Promise<Verdict> {
  return judge(join(FIXTURES, "family-params.c"), "6.12", { parameters: new Map([[name, value]]) });
}

test("a string parameter reaches the module, and belongs to the kernel: nothing leaks", async () => {
  expect(await withParameter("who", "world")).toMatchObject({ outcome: "safe", stats: { complete: true } });
  expect(rulesOf(await withParameter("who", "nobody"))).toEqual(["bug-reached"]);
});

test("number and bool parameters reach the module", async () => {
  expect((await withParameter("count", "3")).outcome).toBe("safe");
  expect(rulesOf(await withParameter("count", "4"))).toEqual(["bug-reached"]);
  expect(rulesOf(await withParameter("verbose", "y"))).toEqual(["bug-reached"]);
});

test("a parameter that cannot be set is refused in one line", async () => {
  await expect(withParameter("count", "many")).rejects.toThrow("many is not a number");
  await expect(withParameter("sizes", "1,2")).rejects.toThrow("an array parameter cannot be set");
  await expect(withParameter("nothing", "1")).rejects.toThrow("the module has no parameter nothing");
});
