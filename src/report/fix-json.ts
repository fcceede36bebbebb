import type { FixReport, Judgement } from "../core/fix.ts";
import { printableData } from "../core/printable.ts";

/** The `--json` object of `fix`: the contract's fields, every candidate with its judgement, and the best patch. */
export function fixJson(raw: FixReport, patch: string, version: string): string {
  const { kernels, targets, beyond, before, candidates } = printableData(raw);
  const best = candidates[0]?.judgement?.proof;
  const fixes = candidates.filter(({ judgement }) => judgement?.proof === "proven").map(({ title }) => title);
  const whole = {
    tool: "unoops",
    version,
    command: "fix",
    verdict: targets.length > 0 ? (best ?? "refuted") : (before[0]?.outcome ?? "undecided"),
    kernel: kernels[0],
    kernels,
    findings: [
      ...targets.map((finding) => ({ ...finding, fixes })),
      ...beyond.map((finding) => ({ ...finding, fixes: [] })),
    ],
    candidates,
    patch,
    assumptions: [...new Set(before.flatMap(({ assumptions }) => assumptions))],
    coverage: before.flatMap(({ kernel, coverage }) => coverage.map((line) => `linux ${kernel}: ${line}`)),
    stats: statsOf(before),
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

/** The same for somebody else's patch. */
export function judgementJson(raw: Judgement, version: string): string {
  const { proof, left, came, because, verdicts } = printableData(raw);
  const whole = {
    tool: "unoops",
    version,
    command: "fix",
    verdict: proof,
    kernel: verdicts[0]?.kernel,
    kernels: verdicts.map(({ kernel }) => kernel),
    findings: [...left, ...came].map((finding) => ({ ...finding, fixes: [] })),
    assumptions: [...new Set(verdicts.flatMap(({ assumptions }) => assumptions))],
    coverage: because,
    stats: statsOf(verdicts),
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

function statsOf(verdicts: FixReport["before"]): {
  schedules: number;
  states: number;
  complete: boolean;
  ms: number;
} {
  const sum = (of: (stats: FixReport["before"][number]["stats"]) => number): number =>
    verdicts.reduce((total, { stats }) => total + of(stats), 0);
  return {
    schedules: sum(({ schedules }) => schedules),
    states: sum(({ states }) => states),
    complete: verdicts.every(({ stats }) => stats.complete),
    ms: sum(({ ms }) => ms),
  };
}
