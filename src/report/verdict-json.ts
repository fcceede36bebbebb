import type { Verdict } from "../core/finding.ts";

/** The `--json` object of the contract in docs/internals.md. */
export function verdictJson(verdict: Verdict, version: string): string {
  const { command, outcome, kernel, scope = "module", findings, assumptions, coverage, stats } = verdict;
  const findingList = findings.map(({ predicted, fixes, ...finding }) => ({
    ...finding,
    ...(predicted ? { predicted: predicted.map((one) => ({ ...one })) } : {}),
    fixes: fixes ?? [],
  }));
  const whole = {
    tool: "unoops",
    version,
    command,
    verdict: outcome,
    kernel,
    scope,
    findings: findingList,
    assumptions,
    coverage,
    stats,
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}
