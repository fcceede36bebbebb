import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Verdict } from "../core/finding.ts";
import { DEFAULT_LIMITS } from "../explore/limits.ts";
import { readErrors } from "../fix/index.ts";
import { isNotForParts } from "../run/coverage.ts";
import { beginsNoThread, threadMissed } from "../run/never-reached.ts";
import { runModule, type RunOptions } from "../run/run.ts";
import { endsThreadsAlone } from "../run/thread-ends.ts";
import { unlessRead } from "./doubts.ts";
import { compiled, judgeDriver, WORTHWHILE, type Parts } from "./judge-part.ts";

/** How much of the time goes to a whole module, before its outline is tried. */
const SHARE_OF_WHOLE = 3 / 4;

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
  const leavesRest = time * (1 - SHARE_OF_WHOLE) >= WORTHWHILE;
  const wantsRest = part && parts.outline && !options.strict && leavesRest;
  const ran = runModule(program, wantsRest ? withShare(options, SHARE_OF_WHOLE) : options);
  const whole = unlessRead(ran, source);
  if (whole.outcome === "bounded" && !whole.stats.complete && wantsRest)
    return (await outlineOf(source, whole, options, { end, ...parts })) ?? noMore(whole);
  const isEmpty = beginsNoThread(whole) && exportsCalls(source);
  if ((whole.outcome !== "undecided" && !isEmpty) || !part) return whole;
  // it does something that the model does not know, which its threads may do without; or other modules begin its threads
  const threads = await compiled(() => part(threadMissed(whole) ?? whole.coverage[0]));
  const verdict = threads && (await judgeDriver(source, threads, options, parts));
  const mayBeSafe = whole === ran && !isNotForParts(whole);
  const says = verdict?.outcome === "bug" || (mayBeSafe && verdict?.outcome !== "undecided");
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

function exportsCalls({ units, files }: ModuleSource): boolean {
  return units.some((unit) => {
    const text = files.get(unit);
    return typeof text === "string" && /^\s*EXPORT_SYMBOL(_GPL)?\s*\(/m.test(text);
  });
}
