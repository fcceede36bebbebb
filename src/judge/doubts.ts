import type { ModuleSource } from "../compile/module-source.ts";
import type { Finding, Verdict } from "../core/finding.ts";
import { showSpan } from "../core/span.ts";
import { readErrors } from "../fix/index.ts";
import { saysLittle } from "../run/worlds.ts";

/** A part that is safe beside an error that reading the driver finds is no verdict: one of the two is wrong. */
export function beside(verdict: Verdict, source: ModuleSource): Verdict {
  return isSafePart(verdict) ? doubted(verdict, readErrors(source, verdict.kernel)) : verdict;
}

/** A module is not safe because nothing failed in the little that was run, where reading finds an error. */
export function unlessRead(verdict: Verdict, source: ModuleSource): Verdict {
  return saysLittle(verdict) ? doubted(verdict, readErrors(source, verdict.kernel)) : verdict;
}

function isSafePart({ scope, outcome }: Verdict): boolean {
  return scope === "part" && outcome === "safe";
}

/** A verdict of `safe` is none where something is read that no run shows. */
export function doubted(verdict: Verdict, read: readonly Finding[]): Verdict {
  if (verdict.outcome !== "safe" || read.length === 0) return verdict;
  const doubts = read.map(
    ({ rule, span, message }) => `${showSpan(span)}: no run shows what check reads: ${rule}: ${message}`,
  );
  return { ...verdict, outcome: "undecided", coverage: [...doubts, ...verdict.coverage] };
}
