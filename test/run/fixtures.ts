import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import type { KernelVersion } from "../../src/core/kernel-version.ts";
import { expectation, FIXTURES, judge, rulesOf, someKernels } from "./harness.ts";

/** Bug modules, each with a corrected twin `NAME-fixed.c`. */
export function bugsWithTwins(): string[] {
  const names = readdirSync(FIXTURES).filter((name) => name.endsWith(".c"));
  return names.filter((name) => existsSync(join(FIXTURES, name.replace(/\.c$/, "-fixed.c"))));
}

export function fixtures(): string[] {
  return readdirSync(FIXTURES).filter((name) => name.endsWith(".c"));
}

/** Every fixture that is tested on this kernel: a module that asks for the version on all of them, the others on a few. */
export function fixturesFor(kernel: KernelVersion): string[] {
  return fixtures().filter(
    (name, turn) =>
      /KERNEL_VERSION\(/.test(readFileSync(join(FIXTURES, name), "utf8")) ||
      twoKernels(turn).includes(kernel),
  );
}

/** One between, and in turn the oldest and the newest. */
function twoKernels(turn: number): KernelVersion[] {
  return someKernels(turn).filter((_, index) => index !== (turn % 2 === 0 ? 0 : 2));
}

/** One test: the module's verdict is what its first line says. */
export function asItSays(name: string, kernel: KernelVersion): void {
  const path = join(FIXTURES, name);
  const expected = expectation(path);
  test(`${basename(name, ".c")} on linux ${kernel}: ${expected}`, async () => {
    const [outcome = "", named] = expected.split(" ");
    // what counts without end is named after a few thousand states as well as after all that are allowed
    const verdict = await judge(path, kernel, outcome === "bounded" ? { limits: { states: 4000 } } : {});
    if (outcome === "safe") {
      expect(verdict).toMatchObject({ outcome: "safe", findings: [], stats: { complete: true } });
    } else if (outcome === "bounded") {
      expect(verdict.outcome).toBe("bounded");
      expect(verdict.coverage.join("\n")).toContain(named);
    } else {
      expect(verdict.outcome).toBe("bug");
      expect(rulesOf(verdict)).toContain(outcome);
    }
  });
}
