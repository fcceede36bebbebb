import { CompileError } from "../compile/build.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Program } from "../compile/program.ts";
import type { Verdict } from "../core/finding.ts";
import { showSpan } from "../core/span.ts";
import { readErrors } from "../fix/index.ts";
import { runModule, type RunOptions } from "../run/run.ts";

/**
 * Runs a module; where the model's own limits keep that from a verdict, the part of it that threads live in.
 * @param part compiles that part; told why the whole came to no verdict. Absent when no part is wanted
 */
export async function judgeModule(
  source: ModuleSource,
  program: Program,
  options: RunOptions,
  part?: (why: string | undefined) => Promise<Program>,
): Promise<Verdict> {
  const whole = runModule(program, options);
  const isOpen = whole.outcome === "undecided" && whole.scope === undefined;
  const judged = isOpen && part ? await runPart(whole, options, part) : whole;
  return beside(judged, source);
}

/** The whole compiles, but does something that the model does not know: its threads may do without. */
async function runPart(
  whole: Verdict,
  options: RunOptions,
  part: (why: string | undefined) => Promise<Program>,
): Promise<Verdict> {
  try {
    const verdict = runModule(await part(whole.coverage[0]), options);
    return verdict.outcome === "undecided" ? whole : verdict;
  } catch (error) {
    if (error instanceof CompileError) return whole;
    throw error;
  }
}

/** A part that is safe beside an error that reading the driver finds is no verdict: one of the two is wrong. */
export function beside(verdict: Verdict, source: ModuleSource): Verdict {
  if (verdict.scope !== "part" || verdict.outcome !== "safe") return verdict;
  const read = readErrors(source, verdict.kernel);
  if (read.length === 0) return verdict;
  const doubts = read.map(
    ({ rule, span, message }) =>
      `${showSpan(span)}: no run of this part shows what check reads: ${rule}: ${message}`,
  );
  return { ...verdict, outcome: "undecided", coverage: [...doubts, ...verdict.coverage] };
}
