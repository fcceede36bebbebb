import { existsSync } from "node:fs";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Program } from "../compile/program.ts";
import type { Verdict } from "../core/finding.ts";
import { printable } from "../core/printable.ts";
import { showSpan } from "../core/span.ts";
import { UserError } from "../core/user-error.ts";
import { DEFAULT_LIMITS } from "../explore/limits.ts";
import { readErrors } from "../fix/index.ts";
import { runModule, type RunOptions } from "../run/run.ts";
import type { Slice } from "../slice/index.ts";
import { loadProgram, type LoadOptions, type PartChoice } from "./load.ts";
import type { PartFlags } from "./options.ts";

/** How much of a driver is to be run. @throws UserError when both are asked for */
export function partOptions({ part, whole, kdir }: PartFlags): {
  part: PartChoice;
  kdir?: string;
} {
  if (part && whole) throw new UserError("--part and --whole: give one of them");
  if (kdir !== undefined && !existsSync(kdir)) throw new UserError(`--kdir ${kdir}: no such folder`);
  return { part: part ? "always" : whole ? "never" : "auto", ...(kdir === undefined ? {} : { kdir }) };
}

/**
 * Compiles a module again and again, with changes: where the whole was refused once, it is not tried any more, and `told` hears
 * of it once.
 */
export function partLoader(
  flags: PartFlags,
  told: (slice: Slice, why: string | undefined) => void,
): (source: ModuleSource, options: LoadOptions) => Promise<Program> {
  const asked = partOptions(flags);
  let isPart = asked.part === "always";
  let isTold = false;
  return (source, options) =>
    loadProgram(
      source,
      {
        ...options,
        ...asked,
        ...(isPart ? { part: "always" as const } : {}),
        onPart: (slice, why) => {
          isPart = true;
          if (!isTold) told(slice, why);
          isTold = true;
        },
      },
      "quiet",
    );
}

/** One line, so that nobody takes the part for the whole. */
export function tellPart({ kept, functions }: Slice, why: string | undefined): void {
  const reason = why === undefined ? "" : `${why}; `;
  process.stderr.write(
    printable(
      `unoops: ${reason}running the part that its threads live in, ${kept.length} of ${functions} functions\n`,
    ),
  );
}

/** Of the time that a search may take: how much of it goes to the part before its outline is tried, and to that. */
const SHARES = { part: 1 / 4, outline: 1 / 2 };

/**
 * Runs a part as long as it may come to a verdict soon, then its outline, which may be safe where the part has too many states, or
 * waits for what is not in it; then the part for the rest of the time. Where nothing fails and reading finds an error, calls may fail
 * as well.
 * @param outline makes the outline; undefined where it does not compile
 */
export async function runPart(
  program: Program,
  source: ModuleSource,
  options: RunOptions,
  outline: () => Promise<Program | undefined>,
): Promise<Verdict> {
  const { limits, strict } = options;
  const end = performance.now() + (limits?.time ?? DEFAULT_LIMITS.time);
  const within = (share: number): RunOptions => ({
    ...options,
    limits: { ...limits, time: Math.max(1, share * (end - performance.now())) },
  });
  const search = async (): Promise<Verdict> => {
    const brief = runModule(program, within(SHARES.part));
    if (isDecided(brief) || strict || program.part?.lost.length) return brief;
    const rough = await outline();
    const verdict = rough && runModule(rough, within(SHARES.outline));
    if (verdict?.outcome === "safe") return verdict;
    return brief.stats.complete ? brief : runModule(program, within(1));
  };
  const found = await search();
  const doubted = beside(found, source);
  if (doubted === found || options.faults) return doubted;
  const failing = runModule(program, { ...within(1), faults: true });
  return failing.outcome === "bug" ? failing : doubted;
}

function isDecided({ outcome }: Verdict): boolean {
  return outcome === "bug" || outcome === "safe";
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

/** A verdict that the model's own limits kept from being one. */
export function mayRunPart(
  { outcome, scope }: Verdict,
  { strict, replay, part, whole }: PartFlags & { readonly strict: boolean; readonly replay?: string },
): boolean {
  return outcome === "undecided" && scope === undefined && !strict && replay === undefined && !part && !whole;
}
