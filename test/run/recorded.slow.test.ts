import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import type { Arch, KernelVersion } from "../../src/core/kernel-version.ts";
import { readCrashes, type Crash } from "../../src/oops/index.ts";
import { runModule } from "../../src/run/run.ts";
import { bestMatch } from "../../src/solve/compare.ts";
import { compile, rulesOf, SHARED } from "./harness.ts";

const LOGS = join(SHARED, "logs");
const present = existsSync(LOGS);

/** Verdicts of kernel-facts.md; `c` is run with and without user space's signal, as its thread allows one. */
const EXPECTED: Record<string, string> = {
  a: "kthread-stop-after-exit",
  b: "safe",
  c: "kthread-stop-after-exit",
  d: "safe",
  e: "kthread-outlives-module",
  f: "kthread-double-stop",
  g: "work-outlives-module",
  h: "timer-outlives-module",
  r: "kthread-stop-after-exit",
  s: "safe",
};

/** `h` is written for timers as they are since 4.15. */
function kernelsFor(scenario: string): KernelVersion[] {
  return scenario === "h" ? ["5.10", "6.1"] : ["4.4", "5.10", "6.1"];
}

interface Recorded {
  readonly file: string;
  readonly kernel: KernelVersion;
  readonly arch: Arch;
  readonly scenario: string;
}

/** `6.1-amd64-f-gap.log` and its kind; those with a second module or a tool of their own are other experiments. */
function recorded(): Recorded[] {
  return readdirSync(LOGS).flatMap((file) => {
    const match = /^(4\.4|5\.10|6\.1)(?:\.\d+)?-(arm|amd64|armhf)-([a-z])(?:-.*)?\.log$/.exec(file);
    const [, version, machine, scenario = ""] = match ?? [];
    if (!(scenario in EXPECTED) || (version !== "4.4" && version !== "5.10" && version !== "6.1")) return [];
    if (/reuse|trace|panicwarn/.test(file)) return [];
    return [{ file, kernel: version, arch: machine === "amd64" ? "x86_64" : "arm", scenario }];
  });
}

/** Most logs are of the same few runs. */
const judged = new Map<string, Promise<Verdict>>();

function verdictOf(scenario: string, kernel: KernelVersion, arch: Arch): Promise<Verdict> {
  const key = `${scenario} ${kernel} ${arch}`;
  const verdict = judged.get(key) ?? judgeScenario(scenario, kernel, arch);
  judged.set(key, verdict);
  return verdict;
}

async function judgeScenario(scenario: string, kernel: KernelVersion, arch: Arch): Promise<Verdict> {
  const program = await compile(join(SHARED, `scenarios/klt_${scenario}.c`), kernel, { arch });
  const given: Record<string, string> = { d: "sig=1" };
  const [name, value] = (given[scenario] ?? "").split("=");
  const parameters = name && value ? new Map([[name, value]]) : undefined;
  const limits = { time: 600_000 };
  return runModule(program, { limits, source: () => undefined, ...(parameters ? { parameters } : {}) });
}

/** The first thing that the kernel said of the module's doing: what comes after it may be a consequence. */
function blamed(crashes: readonly Crash[]): Crash[] {
  return crashes
    .filter(({ headline }) => !/Poison overwritten|Kernel panic|^list_|kernel BUG/.test(headline))
    .slice(0, 2);
}

describe.skipIf(!present)("scenarios of ../shared (skipped when that folder is not there)", () => {
  for (const [scenario, expected] of Object.entries(EXPECTED)) {
    test.each(kernelsFor(scenario))(`scenario ${scenario} on linux %s: ${expected}`, async (kernel) => {
      const verdict = await verdictOf(scenario, kernel, kernel === "4.4" ? "arm" : "x86_64");
      if (expected === "safe")
        expect(verdict).toMatchObject({ outcome: "safe", findings: [], stats: { complete: true } });
      else expect(rulesOf(verdict)).toContain(expected);
    });
  }

  for (const { file, kernel, arch, scenario } of present ? recorded() : []) {
    const crashes = blamed(readCrashes(readFileSync(join(LOGS, file), "utf8")));
    if (crashes.length === 0) continue;
    test(`${file}: headline and function are among the predicted outcomes`, async () => {
      const verdict = await verdictOf(scenario, kernel, arch);
      const match = bestMatch(crashes, verdict.findings);
      expect({
        reproduced: match?.reproduced,
        rows: match?.rows.filter(({ agrees }) => !agrees),
      }).toMatchObject({
        reproduced: true,
      });
    });
  }
});
