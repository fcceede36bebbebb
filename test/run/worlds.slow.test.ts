import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { judge, rulesOf } from "./harness.ts";
import { expectationsOf, NAMED, WORLDS } from "./worlds.ts";

describe.each(readdirSync(WORLDS))("%s", (name) => {
  test.each(expectationsOf(name))("with %s: %s", async (world, expected) => {
    const verdict = await judge(join(WORLDS, name), "6.12", { world: NAMED[world] });
    if (expected === "safe") expect(verdict).toMatchObject({ outcome: "safe", stats: { complete: true } });
    else expect(rulesOf(verdict)).toContain(expected);
  });
});
