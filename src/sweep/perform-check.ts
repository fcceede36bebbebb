import { isRuleId, type RuleId } from "../core/rules.ts";
import { outcomeOf } from "./by-rule.ts";
import { checkUnit } from "../scan/units.ts";
import type { JobOf } from "./job.ts";
import { MemoryTree } from "./memory-tree.ts";
import { NOTHING, type JobResult } from "./result.ts";

/** Judges a folder from its own files; `searched` says that it asked for what lies around it. */
export function performCheck(
  { folder, files, kernel, rules }: JobOf<"check">,
  own: ReadonlyMap<string, Uint8Array>,
): JobResult {
  const unit = { folder, bound: ".", files };
  const { findings, unjudged, searched } = checkUnit(unit, kernel, new MemoryTree(own), rulesIn(rules));
  const reasons = unjudged.map(
    ({ file, line, function: name, reason }) => `${file}:${line}: ${name}: ${reason}`,
  );
  return {
    ...NOTHING,
    outcome: outcomeOf(findings),
    findings,
    reasons,
    searched: searched !== undefined,
    rules,
  };
}

function rulesIn(versions: object): ReadonlySet<RuleId> {
  return new Set(Object.keys(versions).filter(isRuleId));
}
