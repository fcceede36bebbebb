import { CompileError } from "../compile/compile-error.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Finding, Verdict } from "../core/finding.ts";
import { showSpan } from "../core/span.ts";
import { DEFAULT_LIMITS } from "../explore/limits.ts";
import { readErrors } from "../fix/index.ts";
import { shows } from "../run/finding.ts";
import { threadMissed } from "../run/never-reached.ts";
import { NO_THREAD_IN_PART } from "../run/part-limits.ts";
import { endsThreadsAlone } from "../run/thread-ends.ts";
import { beginsNoThread } from "../run/never-reached.ts";
import { runModule, type RunOptions } from "../run/run.ts";
import { saysLittle } from "../run/worlds.ts";

/** Compiles less of a module. @throws CompileError where there is no thread in it, or no part of it compiles */
export interface Parts {
  /** The part that threads live in; told why the whole came to no verdict. Absent when no part is wanted in its place. */
  readonly part?: (why: string | undefined) => Promise<LinkedProgram>;
  /** The outline of that part; absent where a failure is looked for, which an outline cannot show. */
  readonly outline?: () => Promise<LinkedProgram>;
  /** The part with a second device, and numbers that are not 0: for drivers that create their threads only then. */
  readonly generous?: () => Promise<LinkedProgram>;
  /** The part with what other files of the module call of it; undefined where none does. */
  readonly withCallers?: () => Promise<LinkedProgram | undefined>;
}

/** Runs a module; where the model's own limits keep that from a verdict, the part of it that threads live in. */
export async function judgeModule(
  source: ModuleSource,
  program: LinkedProgram,
  options: RunOptions,
  { part, ...parts }: Parts,
): Promise<Verdict> {
  if (program.part) return judgeDriver(source, program, options, parts);
  const { time = DEFAULT_LIMITS.time } = options.limits ?? {};
  const end = performance.now() + time;
  const leavesRest = time * (1 - SHARES.whole) >= WORTHWHILE;
  const wantsRest = part && parts.outline && !options.strict && leavesRest;
  const ran = runModule(program, wantsRest ? withShare(options, SHARES.whole) : options);
  const whole = unlessRead(ran, source);
  if (whole.outcome === "bounded" && !whole.stats.complete && wantsRest)
    return (await outlineOf(source, whole, options, { end, ...parts })) ?? noMore(whole);
  const isEmpty = beginsNoThread(whole) && exportsCalls(source);
  if ((whole.outcome !== "undecided" && !isEmpty) || !part) return whole;
  // it does something that the model does not know, which its threads may do without; or other modules begin its threads
  const threads = await compiled(() => part(threadMissed(whole) ?? whole.coverage[0]));
  const verdict = threads && (await judgePart(source, threads, options, parts.outline));
  const says = verdict?.outcome === "bug" || (whole === ran && verdict?.outcome !== "undecided");
  return verdict && says ? verdict : whole;
}

/**
 * What the outline of the part that threads live in says of a module that has too many states: a counter that only grows makes them
 * endless, and no thread looks at it. Undefined where that is no more than the search of the whole says.
 */
async function outlineOf(
  source: ModuleSource,
  whole: Verdict,
  options: RunOptions,
  { outline, end }: Pick<Parts, "outline"> & { readonly end: number },
): Promise<Verdict | undefined> {
  const { users = 1, loads = 1 } = options.world ?? {};
  // operations of a part run one after the other
  if (users > 1 || loads > 1 || !endsThreadsAlone(source, whole.kernel)) return undefined;
  if (readErrors(source, whole.kernel).length > 0) return undefined;
  const rough = outline && (await compiled(outline));
  const time = Math.round(end - performance.now());
  if (!rough || rough.part?.lost.length || !(time >= WORTHWHILE)) return undefined;
  const verdict = runModule(rough, { ...options, limits: { ...options.limits, time } });
  const searched = `in ${whole.stats.states} states of the whole module, which are not all, nothing failed`;
  return verdict.outcome === "safe" ? { ...verdict, coverage: [...verdict.coverage, searched] } : undefined;
}

function noMore(whole: Verdict): Verdict {
  const line = "the rest of the time was the outline's of its threads, which tells no more";
  return { ...whole, coverage: [...whole.coverage, line] };
}

/** The same with a share of the time, where there is a limit of it. */
function withShare(options: RunOptions, share: number): RunOptions {
  const time = share * (options.limits?.time ?? DEFAULT_LIMITS.time);
  return { ...options, limits: { ...options.limits, time } };
}

/** A part; where no run of it creates a thread, with what else may bring one about. */
async function judgeDriver(
  source: ModuleSource,
  program: LinkedProgram,
  options: RunOptions,
  { outline, withCallers, generous }: Parts,
): Promise<Verdict> {
  const { time: given = PART_TIME } = options.limits ?? {};
  const end = performance.now() + given;
  const within = { ...options, limits: { ...options.limits, time: given } };
  const own = await judgePart(source, program, within, outline);
  if (own.outcome !== "undecided" || !own.coverage.includes(NO_THREAD_IN_PART)) return own;
  for (const build of [withCallers, generous]) {
    const wider = build && (await compiled(build));
    const time = Math.round(end - performance.now());
    if (!wider || time < WORTHWHILE) continue;
    const left = { ...options, limits: { ...options.limits, time } };
    const verdict = await judgePart(source, wider, left, undefined);
    if (verdict.outcome !== "undecided") return verdict;
  }
  return own;
}

function exportsCalls({ units, files }: ModuleSource): boolean {
  return units.some((unit) => {
    const text = files.get(unit);
    return typeof text === "string" && /^\s*EXPORT_SYMBOL(_GPL)?\s*\(/m.test(text);
  });
}

/** How much of the time that is left goes to a whole module, to a part before its outline is tried, and to that. */
const SHARES = { whole: 3 / 4, part: 1 / 4, outline: 1 / 3 };

/** Milliseconds for a part where nobody says how many: with reading the driver it is to end within a minute. */
const PART_TIME = 45_000;

/** Milliseconds after which a part that has come to no end is likely to have too many states. */
const SOON = 600;

/** Milliseconds that a search needs to come further than one before. */
const WORTHWHILE = 1_000;

/** A search with a limit of time. */
type Timed = RunOptions & { readonly limits: { readonly time: number } };

/** What reading finds is looked for in a part; where it finds nothing, whatever fails. */
async function judgePart(
  source: ModuleSource,
  program: LinkedProgram,
  options: RunOptions,
  outline: Parts["outline"],
): Promise<Verdict> {
  const read = options.strict ? [] : readErrors(source, program.target.kernel);
  return read.length > 0 ? seek(program, options, read) : searchPart(program, options, outline);
}

/** Calls may fail on the way to what is sought; of what fails beside it, only what needs no failing call was asked for. */
function seek(program: LinkedProgram, options: RunOptions, read: readonly Finding[]): Verdict {
  const verdict = runModule(program, { ...options, sought: read });
  if (options.faults) return doubted(verdict, read);
  const findings = verdict.findings.filter((ran) => !ran.needsFault || read.some((one) => shows(ran, one)));
  return doubted(
    findings.length > 0 || verdict.outcome !== "bug"
      ? { ...verdict, findings }
      : { ...verdict, findings, outcome: "bounded" },
    read,
  );
}

/**
 * Runs a part as long as it may come to a verdict soon, then its outline, which may be safe where the part has too many states, or
 * waits for what is not in it; then the part for the rest of the time.
 */
async function searchPart(
  program: LinkedProgram,
  options: RunOptions,
  outline: Parts["outline"],
): Promise<Verdict> {
  const { strict = false, faults = false, limits } = options;
  const end = performance.now() + (limits?.time ?? DEFAULT_LIMITS.time);
  const within = (share: number, most = Infinity): Timed => {
    const time = Math.max(100, Math.round((share * (end - performance.now())) / 100) * 100);
    return { ...options, limits: { ...limits, time: Math.min(most, time) } };
  };
  // where calls on threads are missing nothing is safe, and what fails is looked for all the time
  if (!outline || program.part?.lost.length) return runModule(program, within(1));
  // with failing calls there are two searches
  const brief = runModule(program, within(SHARES.part, faults ? 2 * SOON : SOON));
  const isDecided = brief.outcome === "bug" || brief.outcome === "safe";
  if (isDecided || strict) return brief;
  const rough = await compiled(outline);
  const verdict = rough && runModule(rough, within(SHARES.outline));
  if (verdict?.outcome === "safe") return verdict;
  const rest = within(1);
  // without a limit of time it has gone as far as states let it
  const isOver = rest.limits.time < WORTHWHILE || rest.limits.time === Infinity;
  return brief.stats.complete || isOver ? brief : runModule(program, rest);
}

async function compiled(build: () => Promise<LinkedProgram | undefined>): Promise<LinkedProgram | undefined> {
  try {
    return await build();
  } catch (error) {
    if (error instanceof CompileError) return undefined;
    throw error;
  }
}

/** A part that is safe beside an error that reading the driver finds is no verdict: one of the two is wrong. */
export function beside(verdict: Verdict, source: ModuleSource): Verdict {
  return isSafePart(verdict) ? doubted(verdict, readErrors(source, verdict.kernel)) : verdict;
}

/** A module is not safe because nothing failed in the little that was run, where reading finds an error. */
function unlessRead(verdict: Verdict, source: ModuleSource): Verdict {
  return saysLittle(verdict) ? doubted(verdict, readErrors(source, verdict.kernel)) : verdict;
}

function isSafePart({ scope, outcome }: Verdict): boolean {
  return scope === "part" && outcome === "safe";
}

function doubted(verdict: Verdict, read: readonly Finding[]): Verdict {
  if (verdict.outcome !== "safe" || read.length === 0) return verdict;
  const doubts = read.map(
    ({ rule, span, message }) => `${showSpan(span)}: no run shows what check reads: ${rule}: ${message}`,
  );
  return { ...verdict, outcome: "undecided", coverage: [...doubts, ...verdict.coverage] };
}
