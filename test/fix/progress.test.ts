import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixModule } from "../../src/fix/index.ts";
import { EXAMPLES } from "../run/harness.ts";
import { benchFor, moduleOf } from "./bench.ts";

test("progress says which change is tried, of how many, how fast its run goes, and how long that may take", async () => {
  const said: string[] = [];
  const source = moduleOf(readFileSync(join(EXAMPLES, "early-exit.c"), "utf8"));
  await fixModule(source, { ...benchFor("6.12"), say: (text) => said.push(text) });
  expect(said[0]).toMatch(/^linux 6\.12: \d+ states/);
  const changes = said.flatMap((text) => /^change (\d+)[^:]*: (?!linux)/.exec(text)?.[1] ?? []).map(Number);
  expect(changes).toEqual(changes.map((_, i) => i + 1));
  expect(changes.length).toBeGreaterThan(0);
  expect(
    said.some((text) => /^change 1 of \d+: linux 6\.12: \d+ states.*, at most \d+ .* left$/.test(text)),
  ).toBe(true);
  const second = said.find((text) => text.startsWith("change 2"));
  expect(second).toMatch(/^change 2 of \d+, some \d+ s left: /);
});
