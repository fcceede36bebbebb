import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ModuleSource } from "../../src/compile/module-source.ts";
import { sourceOf, styles } from "../fix/generated-source.ts";
import { HARD_STYLES, hardSource } from "../fix/hard-modules.ts";
import { expectation, FIXTURES, rulesOf } from "../run/harness.ts";
import { alone, bereft, judgePart, OF_WORKERS } from "./harness.ts";

const DRIVERS = fileURLToPath(new URL("../fixtures/drivers", import.meta.url));
const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url));

/** What an outline does not look at: whether a wait ends. */
const HANGS = /^kthread-(stop-deadlock|never-stops|never-ran|lost-wakeup)$/;

/** The same modules every time; another seed gives others. */
const SEED = 20261128;

/** Their threads run a function of the kernel's, or one in a field of a struct that nobody defines here: a part has not that. */
const NO_PART = new Set([...OF_WORKERS, "function-in-table.c"]);

/** A mended twin: nothing fails in its part (test/slice/bereft), so its outline would not be asked for. */
const isSafe = (path: string): boolean => dirname(path) === FIXTURES && expectation(path) === "safe";

const written = [FIXTURES, DRIVERS, EXAMPLES]
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((path) => !NO_PART.has(basename(path)))
  .filter((path) => path.endsWith(".c") && /\bkthread_(run|create)\s*\(/.test(readFileSync(path, "utf8")))
  .filter((path) => !isSafe(path))
  .map((path): [string, ModuleSource] => [basename(path), alone(path, bereft(path))]);
const generated = [
  ...fc.sample(styles, { seed: SEED, numRuns: 12 }).map((style) => sourceOf(style)),
  ...HARD_STYLES.map(hardSource),
].map((text, index): [string, ModuleSource] => [
  `generated module ${index}`,
  alone(`generated-${index}.c`, text),
]);

let failed = 0;

// an outline may do whatever the part may: a safe one beside a bug would be a wrong proof
test.each([...written, ...generated])(
  "what fails in the part of %s fails in its outline",
  async (_, source) => {
    const part = await judgePart(source, "6.12", { faults: true });
    if (rulesOf(part).every((rule) => HANGS.test(rule))) return;
    failed++;
    const outline = await judgePart(source, "6.12", { faults: true, extent: "outline", first: true });
    expect(outline.outcome, rulesOf(part).join(" ")).not.toBe("safe");
  },
);

test("many of them fail", () => {
  expect(failed).toBeGreaterThan(30);
});
