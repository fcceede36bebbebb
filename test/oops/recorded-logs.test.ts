import { describe, expect, test } from "vitest";
import { diagnose, loadDisassembler, readCrashes } from "../../src/oops/index.ts";
import { hasShared, shared, sharedFiles } from "./shared.ts";

/** Scenario letter and kernel, from `KERNEL-ARCH-SCENARIO[-variant].log`. */
function scenario(file: string): { kernel: string; letter: string; variant: string } {
  const match = /^([\d.]+)-(?:arm|amd64|armhf)-([a-z])(?:-(.*))?\.log$/.exec(file);
  if (!match?.[1] || !match[2]) throw new Error(`${file} is not named after a scenario`);
  return { kernel: match[1], letter: match[2], variant: match[3] ?? "" };
}

/** What kernel-facts.md says of the scenario: the rule of its bug, or undefined where the run showed no symptom. */
function expected(file: string): string | undefined {
  const { kernel, letter, variant } = scenario(file);
  if (variant.startsWith("nosig") || "bd".includes(letter)) return undefined;
  const silent = ["a", "a-churn1", "f"].includes(variant === "" ? letter : `${letter}-${variant}`);
  if (kernel === "4.4.60" && silent) return undefined;
  // 6.1: a SIGKILL that the thread does not allow, and a race that the thread did not lose.
  if (variant === "kill" || variant === "inthread") return undefined;
  const rules: Record<string, string> = {
    a: "kthread-stop-after-exit",
    c: "kthread-stop-after-exit",
    r: "kthread-stop-after-exit",
    e: "kthread-outlives-module",
    f: "kthread-double-stop",
    g: "work-outlives-module",
    h: "timer-outlives-module",
  };
  return rules[letter];
}

describe.skipIf(!hasShared)("recorded logs of the ten scenarios", () => {
  test.each(sharedFiles("logs"))("%s", async (file) => {
    const crashes = readCrashes(shared(`logs/${file}`));
    const rule = expected(file);
    if (rule === undefined) {
      expect(crashes.map((crash) => crash.title)).toEqual([]);
      return;
    }
    const disassembler = await loadDisassembler();
    const diagnoses = crashes.map((crash) => diagnose(crash, crashes, disassembler));
    expect(diagnoses.map((diagnosis) => diagnosis.rule)).toEqual(crashes.map(() => rule));
    expect(diagnoses[0]?.consequenceOf).toBeUndefined();
    // Whatever follows is told as a consequence of the first: blame begins there.
    expect(diagnoses.slice(1).map((diagnosis) => diagnosis.consequenceOf)).toEqual(
      crashes.slice(1).map(() => 0),
    );
  });
});
