import type { Finding } from "../core/finding.ts";
import { isRuleId, type RuleId } from "../core/rules.ts";
import { checkUnit } from "../scan/units.ts";
import { outcomeOf } from "./by-rule.ts";
import type { JobOf } from "./job.ts";
import { MemoryTree } from "./memory-tree.ts";
import { NOTHING, type JobResult } from "./result.ts";

/** Judges a folder from its own files; `searched` says that it asked for what lies around it. */
export function performCheck(job: JobOf<"check">, own: ReadonlyMap<string, Uint8Array>): JobResult {
  const read = readFolder(job, own, new Set(Object.keys(job.rules).filter(isRuleId)));
  return { ...NOTHING, outcome: outcomeOf(read.findings), ...read, rules: job.rules };
}

/** What reading a folder finds by some rules, or all. */
export function readFolder(
  { folder, files, kernel }: Pick<JobOf<"check">, "folder" | "files" | "kernel">,
  own: ReadonlyMap<string, Uint8Array>,
  rules?: ReadonlySet<RuleId>,
): { findings: readonly Finding[]; reasons: string[]; searched: boolean } {
  const unit = { folder, bound: ".", files };
  const { findings, unjudged, searched } = checkUnit(unit, kernel, new MemoryTree(own), rules);
  const reasons = unjudged.map(
    ({ file, line, function: name, reason }) => `${file}:${line}: ${name}: ${reason}`,
  );
  return { findings, reasons, searched: searched !== undefined };
}
