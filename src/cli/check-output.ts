import type { Finding } from "../core/finding.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import { findingText } from "../report/findings-text.ts";
import { githubAnnotation } from "../report/github.ts";
import { sarifLog } from "../report/sarif.ts";
import type { TreeResult } from "./check-run.ts";
import { version } from "./package-version.ts";

export type Format = "text" | "json" | "sarif" | "github";

/** What `check` prints for its findings. */
export function outputOf(
  format: Format,
  findings: readonly Finding[],
  result: TreeResult,
  kernel: KernelVersion,
  ms: number,
): string {
  switch (format) {
    case "text":
      return findings.map(findingText).join("");
    case "github":
      return findings.map(githubAnnotation).join("");
    case "sarif":
      return `${JSON.stringify(sarifLog(findings, version()), undefined, 2)}\n`;
    case "json":
      return `${JSON.stringify(summary(findings, result, kernel, ms))}\n`;
  }
}

function summary(
  findings: readonly Finding[],
  result: TreeResult,
  kernel: KernelVersion,
  ms: number,
): object {
  const { stats, unjudged, remarks } = result;
  return {
    tool: "unoops",
    version: version(),
    command: "check",
    verdict: findings.some(({ severity }) => severity === "error") ? "bug" : "bounded",
    kernel,
    findings,
    assumptions: ASSUMPTIONS,
    coverage: coverageOf(result),
    unjudged,
    remarks,
    stats: { schedules: 0, states: 0, complete: unjudged.length === 0, ms: Math.round(ms), ...stats },
  };
}

/** What reading source without a build takes for granted. */
const ASSUMPTIONS = [
  "Options of the configuration count as set, and code as built into a module.",
  "Objects of one struct type share what is known of their fields.",
  "A function whose body is in none of the files read does not touch the handle.",
];

/** What the verdict covers, one sentence each. */
export function coverageOf({ stats, unjudged }: TreeResult): string[] {
  return [
    `${stats.files} files looked at; ${stats.read} of them speak of kthreads and were read: ${stats.functions} functions.`,
    `${stats.threads} thread functions and ${stats.stops} stops were judged; ${unjudged.length} functions not, or not completely (-v lists them).`,
  ];
}
