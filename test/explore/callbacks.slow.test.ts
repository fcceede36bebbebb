import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile, FIXTURES } from "../run/harness.ts";
import { judge } from "./compare.ts";

/** Timers, work and tasklets: what the kernel calls later. */
const MODULES = readdirSync(FIXTURES).filter((name) =>
  /^(timer|work|tasklet|rcu|family-(timer|work|tasklet)).*\.c$/.test(name),
);

/** States of a module whose services can be stepped through in a few seconds. */
const SMALL = 60;

describe.each(MODULES)("%s", (name) => {
  test("the reduced search says what the plain one says, and so does one that steps through the services", async () => {
    const whole = await compile(join(FIXTURES, name), "6.12");
    const plain = judge(whole, {}, "plain");
    const reduced = judge(whole, {}, "reduced");
    expect(reduced.complete).toBe(true);
    if (plain.complete) expect(reduced.rules.toSorted()).toEqual(plain.rules.toSorted());
    if (plain.states > SMALL) return;
    const stepped = judge(
      await compile(join(FIXTURES, name), "6.12", { stepServices: true }),
      { stepServices: true },
      "reduced",
    );
    if (reduced.rules.length === 0) expect(stepped.rules).toEqual([]);
    else if (stepped.complete) expect(stepped.rules).toEqual(expect.arrayContaining([...reduced.rules]));
  });
});
