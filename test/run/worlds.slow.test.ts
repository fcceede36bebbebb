import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { judgeText } from "../fix/bench.ts";
import { judge, rulesOf } from "./harness.ts";
import { expectationsOf, NAMED, WORLDS } from "./worlds.ts";

describe.each(readdirSync(WORLDS))("%s", (name) => {
  test.each(expectationsOf(name))("with %s: %s", async (world, expected) => {
    const verdict = await judge(join(WORLDS, name), "6.12", { world: NAMED[world] });
    if (expected === "safe") expect(verdict).toMatchObject({ outcome: "safe", stats: { complete: true } });
    else expect(rulesOf(verdict)).toContain(expected);
  });
});

const SHARING = fileURLToPath(new URL("../../bench/programs/sharing-threads.c", import.meta.url));

test("a search without failing calls that has no end leaves time for one with them", async () => {
  const unchecked = readFileSync(SHARING, "utf8").replace(/\t\tif \(IS_ERR\([\s\S]*?\n\t\t}\n/, "");
  const verdict = await judgeText(unchecked, {
    faults: true,
    parameters: new Map([["count", "8"]]),
    limits: { time: 12_000 },
  });
  expect(rulesOf(verdict)).toContain("kthread-err-ptr");
});
