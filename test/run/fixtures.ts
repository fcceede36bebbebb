import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { DEFAULT_KERNEL, MEASURED_KERNELS, type KernelVersion } from "../../src/core/kernel-version.ts";
import { expectation, FIXTURES, judge, rulesOf } from "./harness.ts";

/** Bug modules, each with a corrected twin `NAME-fixed.c`. */
export function bugsWithTwins(): string[] {
  const names = readdirSync(FIXTURES).filter((name) => name.endsWith(".c"));
  return names.filter((name) => existsSync(join(FIXTURES, name.replace(/\.c$/, "-fixed.c"))));
}

export function fixtures(): string[] {
  return readdirSync(FIXTURES).filter((name) => name.endsWith(".c"));
}

/**
 * Every fixture that is tested on this kernel, beside the default one, which test/check/agreement has all of them on: on one that hangs on its name,
 * and a module that asks for the version on the oldest and the newest too.
 */
export function fixturesFor(kernel: KernelVersion): string[] {
  return fixtures().filter(
    (name) =>
      (isOuter(kernel) && /KERNEL_VERSION\(/.test(readFileSync(join(FIXTURES, name), "utf8"))) ||
      OTHERS[turnOf(name) % OTHERS.length] === kernel,
  );
}

/** The same however many fixtures there are; a module and its mended twin meet different kernels. */
function turnOf(name: string): number {
  let sum = name.endsWith("-fixed.c") ? 1 : 0;
  for (const letter of name.replace(/(-fixed)?\.c$/, "")) sum = (sum * 31 + letter.charCodeAt(0)) % 65521;
  return sum;
}

const isOuter = (kernel: KernelVersion): boolean =>
  kernel === MEASURED_KERNELS.at(0) || kernel === MEASURED_KERNELS.at(-1);

const OTHERS = MEASURED_KERNELS.filter((version) => version !== DEFAULT_KERNEL);

/** One test: the module's verdict is what its first line says. */
export function asItSays(name: string, kernel: KernelVersion): void {
  const path = join(FIXTURES, name);
  test(`${basename(name, ".c")} on linux ${kernel}: ${expectation(path)}`, async () => {
    expectAsItSays(path, await judgeFixture(path, kernel));
  });
}

/** More states than any fixture has whose files are used once; a disk that is used twice has 136,000. */
const MOST_STATES = 30_000;

/** What counts without end is named after a few thousand states as well as after all that are allowed. */
export function judgeFixture(path: string, kernel: KernelVersion): Promise<Verdict> {
  const states = expectation(path).startsWith("bounded") ? 4000 : MOST_STATES;
  return judge(path, kernel, { limits: { states } });
}

export function expectAsItSays(path: string, verdict: Verdict): void {
  const [outcome = "", named] = expectation(path).split(" ");
  if (outcome === "safe") {
    expect(verdict).toMatchObject({ outcome: "safe", findings: [], stats: { complete: true } });
  } else if (outcome === "bounded") {
    expect(verdict.outcome).toBe("bounded");
    expect(verdict.coverage.join("\n")).toContain(named);
  } else {
    expect(verdict.outcome).toBe("bug");
    expect(rulesOf(verdict)).toContain(outcome);
  }
}
