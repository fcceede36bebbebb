import type { Finding, Outcome, Verdict } from "../core/finding.ts";
import { identity } from "./finding.ts";
import { joinCoverage } from "./never-reached.ts";

/** Worst first. */
const OUTCOMES: readonly Outcome[] = ["bug", "undecided", "bounded", "safe"];

/**
 * One verdict from the search of a plain world and that of a harder one, in which any call may fail, or the module is loaded twice.
 * @param mark what findings of the harder world alone are told apart by
 */
export function joinVerdicts(plain: Verdict, harder: Verdict, mark: Pick<Finding, "needsFault">): Verdict {
  const known = new Set(plain.findings.map(identity));
  const extra = harder.findings
    .filter((finding) => !known.has(identity(finding)))
    .map((finding) => ({ ...finding, ...mark }));
  const findings = [...plain.findings, ...extra];
  const worse = OUTCOMES.indexOf(harder.outcome) < OUTCOMES.indexOf(plain.outcome) ? harder : plain;
  return {
    ...worse,
    findings,
    outcome: findings.length > 0 ? "bug" : worse.outcome,
    assumptions: [...new Set([...plain.assumptions, ...harder.assumptions])],
    coverage: joinCoverage(plain.coverage, harder.coverage),
    stats: {
      schedules: plain.stats.schedules + harder.stats.schedules,
      states: plain.stats.states + harder.stats.states,
      complete: plain.stats.complete && harder.stats.complete,
      ms: plain.stats.ms + harder.stats.ms,
    },
  };
}
