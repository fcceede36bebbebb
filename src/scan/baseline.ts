import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { baselineOf, beyondBaseline, type Baseline } from "../check/index.ts";
import type { Finding } from "../core/finding.ts";
import { messageOf } from "../core/message-of.ts";
import { UserError } from "../core/user-error.ts";

/** Hides what the file accepts; a file that is not there yet is written and accepts all of today's findings, and `said` is told. */
export function applyBaseline(
  path: string,
  findings: readonly Finding[],
  said: (text: string) => void,
): readonly Finding[] {
  if (existsSync(path)) return beyondBaseline(findings, readBaseline(path));
  try {
    writeFileSync(path, `${JSON.stringify(baselineOf(findings), undefined, 2)}\n`);
  } catch (error) {
    throw new UserError(`--baseline ${path}: ${messageOf(error)}`);
  }
  said(`${path} accepts ${findings.length} findings from now on`);
  return [];
}

function readBaseline(path: string): Baseline {
  const counts: Record<string, number> = {};
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value === "object" && value !== null) {
      for (const [key, count] of Object.entries(value)) counts[key] = Number(count);
      return counts;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw new UserError(`--baseline ${path}: ${messageOf(error)}`);
  }
  throw new UserError(`${path}: not a baseline; remove it and run again to write one`);
}
