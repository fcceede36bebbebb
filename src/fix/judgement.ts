import type { Finding } from "../core/finding.ts";
import type { Judgement, Proof } from "../core/fix.ts";
import { findingsOf, sameness, type Trial } from "./trial.ts";

/**
 * What a change did: everything in `targets` must be gone and nothing may have come up; what else was there before is not its
 * business.
 */
export function judgement(before: Trial, after: Trial, targets: readonly Finding[]): Judgement {
  const known = new Set(findingsOf(before).map(sameness));
  const wanted = new Set(targets.map(sameness));
  const found = findingsOf(after);
  const left = found.filter((finding) => wanted.has(sameness(finding)));
  const came = found.filter((finding) => !known.has(sameness(finding)));
  const others = found.filter((finding) => !left.includes(finding) && !came.includes(finding));
  const broken = after.refused !== undefined && before.refused === undefined;
  const proof = broken ? "broken" : left.length + came.length > 0 ? "refuted" : coverageProof(after);
  return { proof, because: reasons(after, proof), left, came, others, verdicts: after.verdicts };
}

function coverageProof({ verdicts }: Trial): Proof {
  if (verdicts.every(({ stats, outcome }) => stats.complete && outcome !== "bounded")) return "proven";
  const ran = verdicts.every(
    ({ command, outcome, findings }) => command === "run" && (outcome !== "undecided" || findings.length > 0),
  );
  return ran && verdicts.every(({ outcome }) => outcome !== "undecided") ? "bounded" : "checked";
}

function reasons({ verdicts, refused }: Trial, proof: Proof): string[] {
  if (proof === "broken") return (refused ?? "").trim().split("\n").slice(0, 4);
  if (proof === "proven") {
    return verdicts.map(
      ({ kernel, stats }) =>
        `linux ${kernel}: every interleaving, with and without failing calls, ${stats.states} states`,
    );
  }
  return verdicts.flatMap(({ kernel, coverage }) => coverage.map((line) => `linux ${kernel}: ${line}`));
}
