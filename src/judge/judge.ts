import { CompileError } from "../compile/build.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Program } from "../compile/program.ts";
import type { Verdict } from "../core/finding.ts";
import { showSpan } from "../core/span.ts";
import { readErrors } from "../fix/index.ts";
import { runModule, type RunOptions } from "../run/run.ts";

/** What the model does not know may lie outside of the part that threads live in. */
export function mayRunPart({ outcome, scope }: Verdict, isStrict: boolean): boolean {
  return outcome === "undecided" && scope === undefined && !isStrict;
}

/**
 * The verdict of the part in place of the whole's, which compiles, but does something that the model does not know.
 * @returns undefined where no part can be made, or says no more
 */
export async function judgePart(
  build: () => Promise<Program>,
  options: RunOptions,
): Promise<Verdict | undefined> {
  try {
    const verdict = runModule(await build(), options);
    return verdict.outcome === "undecided" ? undefined : verdict;
  } catch (error) {
    if (error instanceof CompileError) return undefined;
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

/** What is said of a module that does not compile. */
export function refusedVerdict({ message, diagnostics }: CompileError, kernel: Verdict["kernel"]): Verdict {
  const errors = diagnostics.split("\n").filter((line) => /\berror: /.test(line));
  return {
    command: "run",
    outcome: "undecided",
    kernel,
    findings: [],
    assumptions: [],
    coverage: [message, ...errors],
    stats: { schedules: 0, states: 0, complete: false, ms: 0 },
  };
}
