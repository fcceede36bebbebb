import type { Finding } from "../core/finding.ts";
import type { Judgement, Proof } from "../core/fix.ts";
import { saysLittle } from "../run/worlds.ts";
import { findingsOf, type Trial } from "./trial.ts";

/**
 * What a change did to the whole module. A patch is proven when the module with it is safe, and not before: what is left, of
 * whatever rule and whether it takes a failing call or not, makes it a part of a fix.
 */
export function judgement(before: Trial, after: Trial): Judgement {
  const known = findingsOf(before);
  const found = findingsOf(after);
  const left = found.filter((finding) => known.some((old) => isLeft(finding, old)));
  const came = found.filter((finding) => !left.includes(finding));
  const proof = proofOf(before, after, left, came);
  return { proof, because: reasons(after, proof), left, came, verdicts: after.verdicts };
}

/**
 * A finding is the same as one of before when it breaks the same rule in the same function, and takes at least as much to
 * happen. A window of a few instructions that became every unload is another bug, and a worse one.
 */
function isLeft(now: Finding, old: Finding): boolean {
  return isSameBug(now, old) && faults(now) >= faults(old) && windows(now) >= windows(old);
}

/** It is still there, but happens only when a call fails; before, it did without. */
function isRarer(now: Finding, old: Finding): boolean {
  return faults(now) > faults(old);
}

export function isSameBug(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && a.function === b.function;
}

function faults({ needsFault = false }: Finding): number {
  return Number(needsFault);
}

function windows({ preemptions }: Finding): number {
  return preemptions ?? 0;
}

function proofOf(before: Trial, after: Trial, left: readonly Finding[], came: readonly Finding[]): Proof {
  if (after.refused !== undefined && before.refused === undefined) return "broken";
  if (came.length > 0) return "refuted";
  if (left.length === 0) return restsOnReading(before, after) ? "checked" : coverageProof(after);
  const isMended = findingsOf(before).some(
    (old) => !left.some((one) => isSameBug(one, old) && !isRarer(one, old)),
  );
  return isMended ? "partly" : "refuted";
}

/** What is mended was only read, and no run shows it: that none fails now either proves nothing. */
function restsOnReading(before: Trial, after: Trial): boolean {
  return (
    after.verdicts.some((verdict) => verdict.scope !== "part" && saysLittle(verdict)) &&
    findingsOf(before).some(({ witness }) => witness === undefined)
  );
}

function coverageProof({ verdicts }: Trial): Proof {
  if (verdicts.every(({ stats, outcome }) => stats.complete && outcome === "safe")) return "proven";
  return verdicts.every(({ outcome }) => outcome === "safe" || outcome === "bounded") ? "bounded" : "checked";
}

function reasons({ verdicts, refused }: Trial, proof: Proof): string[] {
  if (proof === "broken") return (refused ?? "").trim().split("\n").slice(0, 4);
  if (proof === "proven") {
    const assumed = new Set(verdicts.flatMap(({ assumptions }) => assumptions));
    return [
      ...verdicts.flatMap(({ kernel, stats, scope, coverage }) => [
        `linux ${kernel}: every interleaving, with and without failing calls, ${stats.states} states`,
        ...(scope === "part" ? coverage : []),
      ]),
      ...[...assumed].map((text) => `assumed: ${text}`),
    ];
  }
  return verdicts.flatMap(({ kernel, coverage }) => coverage.map((line) => `linux ${kernel}: ${line}`));
}
