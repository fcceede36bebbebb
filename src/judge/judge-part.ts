import { CompileError } from "../compile/compile-error.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import { ASSUMING, type LinkedProgram } from "../compile/program.ts";
import type { Finding, Verdict } from "../core/finding.ts";
import { DEFAULT_LIMITS } from "../explore/limits.ts";
import { readErrors } from "../fix/index.ts";
import { shows } from "../run/finding.ts";
import { isCutOff } from "../run/coverage.ts";
import { hangsOnCallers, NO_THREAD_IN_PART } from "../run/part-limits.ts";
import { runModule, type RunOptions } from "../run/run.ts";
import { doubted } from "./doubts.ts";

/** Compiles less of a module. @throws CompileError where there is no thread in it, or no part of it compiles */
export interface Parts {
  /** The part that threads live in; told why the whole came to no verdict. Absent when no part is wanted in its place. */
  readonly part?: (why: string | undefined) => Promise<LinkedProgram>;
  /** The outline of that part; absent where a failure is looked for, which an outline cannot show. */
  readonly outline?: () => Promise<LinkedProgram>;
  /** The part with a second device, and numbers that are not 0: for drivers that create their threads only then. */
  readonly generous?: () => Promise<LinkedProgram>;
  /** The part, or its outline, with what other files of the module call of it, and the stops that are there; undefined where none are. */
  readonly withCallers?: (extent?: "outline") => Promise<LinkedProgram | undefined>;
}

/** How much of the time that is left goes to a part before its outline is tried, to that, and to the part again where a wider one may tell more. */
const SHARES = { part: 1 / 4, outline: 1 / 3, open: 1 / 4 };

/** Milliseconds for a part where nobody says how many: with reading the driver it is to end within a minute. */
const PART_TIME = 45_000;

/** Milliseconds after which a part that has come to no end is likely to have too many states: those that have not come to it sooner. */
const SOON = 300;

/** Milliseconds that a search needs to come further than one before. */
export const WORTHWHILE = 1_000;

/** A part; where no run of it creates a thread, with what else may bring one about. */
export async function judgeDriver(
  source: ModuleSource,
  program: LinkedProgram,
  options: RunOptions,
  { outline, withCallers, generous }: Parts,
): Promise<Verdict> {
  const { time: given = PART_TIME } = options.limits ?? {};
  const end = performance.now() + given;
  const within = { ...options, limits: { ...options.limits, time: given } };
  const hasOtherWays = withCallers !== undefined || generous !== undefined;
  const own = await judgePart(source, program, within, { outline, hasOtherWays });
  if (own.outcome === "bug" && withCallers)
    return (
      (await asCalled(source, { program, findings: own.findings }, options, { withCallers, end })) ?? own
    );
  if (!mayTellMore(own)) return own;
  const isBegun = !own.coverage.includes(NO_THREAD_IN_PART);
  const ways = [
    ...(withCallers ? [{ build: withCallers, rough: outline && (() => withCallers("outline")) }] : []),
    ...(generous && !isBegun ? [{ build: generous, rough: undefined }] : []),
  ];
  for (const [at, way] of ways.entries()) {
    const wider = await compiled(way.build);
    const time = Math.round((end - performance.now()) / (ways.length - at));
    if (!wider || time < WORTHWHILE) continue;
    const left = { ...options, limits: { ...options.limits, time } };
    const verdict = await judgePart(source, wider, left, {
      outline: way.rough,
      hasOtherWays: at < ways.length - 1,
    });
    if (verdict.outcome !== "undecided") return verdict;
  }
  return own;
}

/** Whether a wider part may tell what this one leaves open. */
function mayTellMore({ outcome, coverage }: Verdict): boolean {
  return outcome === "undecided" && (coverage.includes(NO_THREAD_IN_PART) || coverage.some(hangsOnCallers));
}

/** Milliseconds for the question whether what fails in a part fails with the files that call it, too. */
const ASKED_AGAIN = 4_000;

/**
 * What fails in a part whose threads only other files of the module begin may rest on an order of calls, or on an answer, that these do
 * not bring about: then the part that they are in counts. Undefined where there are none, or where more time might show more; but what
 * rests on an answer that a function of theirs gives is not said to happen before they show it.
 */
async function asCalled(
  source: ModuleSource,
  { program, findings }: { readonly program: LinkedProgram; readonly findings: readonly Finding[] },
  options: RunOptions,
  { withCallers, end }: Required<Pick<Parts, "withCallers">> & { readonly end: number },
): Promise<Verdict | undefined> {
  const wider = await compiled(withCallers);
  const time = Math.min(ASKED_AGAIN, Math.round(end - performance.now()));
  if (!wider || time < WORTHWHILE) return undefined;
  const limits = { ...options.limits, time };
  const verdict = await judgePart(source, wider, { ...options, limits });
  if (verdict.outcome === "bug" || verdict.outcome === "safe") return verdict;
  if (verdict.coverage.includes(NO_THREAD_IN_PART)) return undefined;
  const answered = wider.part?.kept.filter((name) => !program.part?.kept.includes(name)) ?? [];
  if (isCutOff(verdict) && !findings.every((one) => assumesAnswer(one, answered))) return undefined;
  const gone = findings.map(
    ({ span: { file, line }, message }) =>
      `${file}:${line}: in this file alone, but not with those of its module that call it: ${message}`,
  );
  return { ...verdict, coverage: [...gone, ...verdict.coverage] };
}

/** Whether a witness rests on what a function returns that is among these. */
function assumesAnswer({ notes }: Finding, functions: readonly string[]): boolean {
  return notes.some(
    ({ message }) =>
      message.includes(ASSUMING) && functions.some((name) => new RegExp(`\\b${name}\\(`).test(message)),
  );
}

/** A search with a limit of time. */
type Timed = RunOptions & { readonly limits: { readonly time: number } };

/** What there is beside a part. */
interface Beside {
  readonly outline?: (() => Promise<LinkedProgram | undefined>) | undefined;
  /** Where it leaves open what a wider part may tell, that is asked while there is time. */
  readonly hasOtherWays?: boolean;
}

/** What reading finds is looked for in a part; where it finds nothing, whatever fails. */
async function judgePart(
  source: ModuleSource,
  program: LinkedProgram,
  options: RunOptions,
  beside: Beside = {},
): Promise<Verdict> {
  const read = options.strict ? [] : readErrors(source, program.target.kernel);
  return read.length > 0 ? seek(program, options, read) : searchPart(program, options, beside);
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
  { outline, hasOtherWays = false }: Beside,
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
  const rest = within(hasOtherWays && mayTellMore(brief) ? SHARES.open : 1);
  // without a limit of time it has gone as far as states let it
  const isOver = rest.limits.time < WORTHWHILE || rest.limits.time === Infinity;
  return brief.stats.complete || isOver ? brief : runModule(program, rest);
}

/** @returns undefined where it does not compile */
export async function compiled(
  build: () => Promise<LinkedProgram | undefined>,
): Promise<LinkedProgram | undefined> {
  try {
    return await build();
  } catch (error) {
    if (error instanceof CompileError) return undefined;
    throw error;
  }
}
