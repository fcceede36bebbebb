import type { Frame } from "../crash.ts";
import type { Draft, Trace } from "../draft.ts";
import type { Kind } from "../kinds/kind.ts";
import { bareName, blame, innermostContext, lastResort, takerOfLock, waiter } from "./blame.ts";
import { ASKING, isDispatcher, isEntryPoint, isHousekeeping } from "./entry-points.ts";

/**
 * The function to blame for a report, found where its kind says that it shows. `complete` when no more of the report
 * is to come: then machinery, too, may be named.
 */
export function findGuilty(
  draft: Draft,
  frames: readonly Frame[],
  kind: Kind,
  named: Frame | undefined,
  complete: boolean,
): Frame | undefined {
  if (kind.named !== undefined) return named;
  const all = named ? [named, ...frames] : frames;
  const found = sought(draft, frames, kind, all);
  return (
    found ??
    (complete && kind.lostAlone !== true
      ? lastResort(source(draft, frames, kind, all), skipped(kind))
      : undefined)
  );
}

function sought(
  draft: Draft,
  frames: readonly Frame[],
  kind: Kind,
  all: readonly Frame[],
): Frame | undefined {
  switch (kind.suspects) {
    case "entry-point":
      return stalledIn(draft, frames) ?? blame(frames, ASKING);
    case "reading-order":
      return takerOfLock(draft.sequence, kind.skip);
    case "traces-then-lock-sites":
      return takerOfLock(draft.traces.flatMap(framesOf), kind.skip) ?? takerOfLock(draft.sequence, kind.skip);
    case "lock-site-then-backtrace":
      return (
        takerOfLock(draft.sequence.slice(0, 1), kind.skip) ??
        takerOfLock(frames, kind.skip) ??
        takerOfLock(draft.sequence)
      );
    case "backtrace":
      return takerOfLock(frames, kind.skip) ?? takerOfLock(draft.sequence, kind.skip);
    case "waiter":
      return waiter(frames, kind.skip);
    case undefined:
      // Whom the report itself names is the one, even in the allocator.
      return (
        (draft.named && takerOfLock([draft.named], kind.skip)) ?? blame(innermostContext(all), kind.skip)
      );
  }
}

/** Frames of which one is named when nobody else is to blame. */
function source(
  draft: Draft,
  frames: readonly Frame[],
  { suspects }: Kind,
  all: readonly Frame[],
): readonly Frame[] {
  if (suspects === undefined) return all;
  return suspects === "entry-point" || frames.length > 0 ? frames : draft.sequence;
}

/** A stalled processor that was asked where it is says nothing but that. */
const skipped = ({ suspects, skip }: Kind): RegExp | undefined =>
  suspects === "entry-point" ? ASKING : skip;

/** RCU's own thread tells that it was starved, not who starved it. */
const isGracePeriodThread = (trace: Trace): boolean =>
  trace.frames.some((frame) => frame.function === "rcu_gp_kthread");

/** The entry point in the trace of the crash or, when that shows only the interrupt, in another processor's. */
function stalledIn(draft: Draft, frames: readonly Frame[]): Frame | undefined {
  const others = draft.traces.filter((trace) => trace.role !== "history" && !isGracePeriodThread(trace));
  for (const candidate of [frames, ...others.map(framesOf)]) {
    const found = entryPoint(candidate);
    if (found) return found;
  }
  return undefined;
}

const framesOf = ({ frames }: Trace): readonly Frame[] => frames;

/**
 * Where a stalled or overflowing stack was entered: the innermost function that was called through a table of
 * operations, a timer, a work item or the system call table. Where exactly a loop was interrupted is chance.
 */
function entryPoint(frames: readonly Frame[]): Frame | undefined {
  const sure = frames.filter((frame) => !frame.unreliable && frame.inline !== true);
  const isCalledBack = (frame: Frame, index: number): boolean => {
    const name = bareName(frame.function);
    const caller = sure[index + 1];
    return (
      caller !== undefined &&
      isDispatcher(bareName(caller.function)) &&
      !isDispatcher(name) &&
      !isHousekeeping(name)
    );
  };
  const first = sure.findIndex(
    (frame, index) => isEntryPoint(bareName(frame.function)) || isCalledBack(frame, index),
  );
  // One operation may hand on to another: the outer one was called through the table, if it did more than translate.
  const next = sure[first + 1];
  const handsOn =
    next &&
    isEntryPoint(bareName(next.function)) &&
    isCalledBack(next, first + 1) &&
    !next.function.includes("compat");
  return handsOn ? next : sure[first];
}
