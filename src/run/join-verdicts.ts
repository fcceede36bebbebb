import type { Outcome, Verdict } from "../core/finding.ts";
import { identity } from "./finding.ts";

/** Worst first. */
const OUTCOMES: readonly Outcome[] = ["bug", "undecided", "bounded", "safe"];

/** One verdict from the search in which no call fails and the one in which any may. */
export function joinVerdicts(plain: Verdict, faulty: Verdict): Verdict {
  const known = new Set(plain.findings.map(identity));
  const extra = faulty.findings
    .filter((finding) => !known.has(identity(finding)))
    .map((finding) => ({ ...finding, needsFault: true }));
  const findings = [...plain.findings, ...extra];
  const worse = OUTCOMES.indexOf(faulty.outcome) < OUTCOMES.indexOf(plain.outcome) ? faulty : plain;
  return {
    ...worse,
    findings,
    outcome: findings.length > 0 ? "bug" : worse.outcome,
    assumptions: [...new Set([...plain.assumptions, ...faulty.assumptions])],
    coverage: [...new Set([...plain.coverage, ...faulty.coverage])],
    stats: {
      schedules: plain.stats.schedules + faulty.stats.schedules,
      states: plain.stats.states + faulty.stats.states,
      complete: plain.stats.complete && faulty.stats.complete,
      ms: plain.stats.ms + faulty.stats.ms,
    },
  };
}
