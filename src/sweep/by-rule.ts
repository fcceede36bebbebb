import { byPlace } from "../check/index.ts";
import type { Finding } from "../core/finding.ts";
import { isRuleId, type RuleId } from "../core/rules.ts";
import type { Job, RuleVersions } from "./job.ts";
import type { JobResult } from "./result.ts";

/** The rules that have one version in both lists. */
function same(rules: RuleVersions, others: RuleVersions): ReadonlySet<RuleId> {
  return new Set(
    Object.keys(rules)
      .filter(isRuleId)
      .filter((rule) => rules[rule] === others[rule]),
  );
}

/**
 * A job that asks for what a kept result lacks: rules that are new, or changed since.
 * @returns undefined where it lacks nothing
 */
export function jobForRest(job: Job, kept: JobResult): Job | undefined {
  if (job.kind !== "check") return undefined;
  const fresh = same(job.rules, kept.rules);
  const rest = Object.entries(job.rules).filter(([rule]) => !isRuleId(rule) || !fresh.has(rule));
  return rest.length === 0 ? undefined : { ...job, rules: Object.fromEntries(rest) };
}

/** The result of a whole job: what was kept for rules that are still the same, and what was made now for the others. */
export function merged(job: Job, kept: JobResult, made?: JobResult): JobResult {
  if (job.kind !== "check") return made ?? kept;
  const still = same(job.rules, kept.rules);
  const findings = [
    ...kept.findings.filter(({ rule }) => still.has(rule)),
    ...(made?.findings.filter(({ rule }) => !still.has(rule)) ?? []),
  ].toSorted(byPlace);
  return { ...(made ?? kept), findings, outcome: outcomeOf(findings), rules: job.rules };
}

/** What reading comes to. */
export function outcomeOf(findings: readonly Finding[]): "bug" | "bounded" {
  return findings.some(({ severity }) => severity === "error") ? "bug" : "bounded";
}

/** What a result says that another of the same folder must say as well: all but rules of which there are two versions. */
export function sharedPart(result: JobResult, other: JobResult): JobResult {
  const both = same(result.rules, other.rules);
  return {
    ...result,
    outcome: "",
    rules: {},
    findings: result.findings.filter(({ rule }) => both.has(rule)),
  };
}
