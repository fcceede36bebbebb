import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectation, FIXTURES, judge } from "./harness.ts";

const ACCESSES = join(FIXTURES, "../accesses");

test.each(readdirSync(ACCESSES))(
  "%s: --accesses warns of what its first line says, and the verdict stays",
  async (name) => {
    const path = join(ACCESSES, name);
    const verdict = await judge(path, "6.12", { accesses: true });
    const expected = expectation(path);
    expect(verdict.outcome).toBe("safe");
    expect(verdict.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(
      expected === "nothing" ? [] : [`warning ${expected}`],
    );
    expect(verdict.coverage.join("\n")).toMatch(/looked for in 60 schedules/);
  },
);

test("a race is told with both places", async () => {
  const { findings } = await judge(join(ACCESSES, "flag-race.c"), "6.12", { accesses: true });
  expect(findings).toMatchObject([
    {
      function: "work",
      span: { line: 15 },
      notes: [{ message: expect.stringMatching(/^leave\(\) writes it/), span: { line: 30 } }],
    },
  ]);
});

test("nobody looks for them unasked", async () => {
  expect((await judge(join(ACCESSES, "flag-race.c"), "6.12")).findings).toEqual([]);
});
