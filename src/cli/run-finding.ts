import { resolve } from "node:path";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Finding, Verdict } from "../core/finding.ts";
import { UserError } from "../core/user-error.ts";
import { readErrors } from "../fix/index.ts";
import { shows } from "../run/finding.ts";

/** A line of a source, as `check` and editors name it. */
export interface FindingPlace {
  readonly file: string;
  readonly line: number;
}

/** `drivers/x.c:120` @throws UserError for anything else */
export function readPlace(text: string): FindingPlace {
  const match = /^(.+):(\d+)$/.exec(text);
  if (match?.[1] === undefined)
    throw new UserError(`--finding ${text}: FILE:LINE is needed, as check prints it`);
  return { file: match[1], line: Number(match[2]) };
}

/** A verdict with what it says of one place alone: what is found there, or what is read there and shown elsewhere in its function. */
export function atFinding(verdict: Verdict, source: ModuleSource, place: FindingPlace): Verdict {
  const isThere = ({ span }: Finding): boolean =>
    span.line === place.line && resolve(span.file) === resolve(place.file);
  const read = readErrors(source, verdict.kernel).filter(isThere);
  const findings = verdict.findings.filter((one) => isThere(one) || read.some((error) => shows(one, error)));
  if (findings.length > 0) return { ...verdict, findings };
  const elsewhere = verdict.findings.length;
  const what = read[0]?.rule ?? "a bug";
  const others = elsewhere === 0 ? "" : `; ${elsewhere} found elsewhere, without --finding`;
  return {
    ...verdict,
    findings,
    outcome: verdict.outcome === "bug" ? "undecided" : verdict.outcome,
    coverage: [`no run shows ${what} at ${place.file}:${place.line}${others}`, ...verdict.coverage],
  };
}
