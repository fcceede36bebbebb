import type { Finding } from "../core/finding.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import { printableLine } from "../core/printable.ts";
import { findingText } from "../report/findings-text.ts";
import { githubAnnotation } from "../report/github.ts";
import { sarifLog } from "../report/sarif.ts";
import type { Style } from "../report/style.ts";
import type { TreeResult } from "../scan/scan.ts";
import { version } from "../host/package-version.ts";

export type Format = "text" | "json" | "sarif" | "github";

/** What `check` prints for its findings. */
export function outputOf(
  format: Format,
  findings: readonly Finding[],
  result: TreeResult,
  kernel: KernelVersion,
  ms: number,
  style: Style,
): string {
  switch (format) {
    case "text":
      return findings.map((finding) => findingText(finding, style)).join("");
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
function coverageOf({ stats, unjudged }: TreeResult): string[] {
  return [
    `${stats.files} files looked at; ${stats.read} of them speak of kthreads and were read: ${stats.functions} functions.`,
    `${stats.threads} thread functions and ${stats.stops} stops were judged; ${unjudged.length} functions not, or not completely (-v lists them).`,
  ];
}

/** Remarks, and what `-v` and `--stats` ask for; for stderr, so that a pipe gets findings alone. */
export function remarksOf(
  format: Format,
  result: TreeResult,
  { verbose, stats }: { readonly verbose?: boolean; readonly stats?: boolean },
  ms: number,
): string {
  const lines: string[] = [];
  if (format === "text") {
    lines.push(...result.remarks.map(({ file, line, message }) => `${file}:${line}:1: warning: ${message}`));
  }
  if (verbose === true) {
    lines.push(
      ...result.unjudged.map(
        ({ file, line, function: name, reason }) =>
          `${file}:${line}:1: not judged: ${name.includes(" ") ? name : `${name}()`}: ${reason}`,
      ),
    );
  }
  if (stats === true) {
    const memory = Math.round(process.resourceUsage().maxRSS / 1024); // KB on Linux
    lines.push(
      ...coverageOf(result),
      `${result.stats.cached} folders from the cache; ${(ms / 1000).toFixed(2)} s, ${memory} MB at most.`,
    );
  }
  return lines.map((line) => `${printableLine(line)}\n`).join("");
}
