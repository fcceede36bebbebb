import type { Frame } from "../crash.ts";
import type { Draft, Trace } from "../draft.ts";
import type { Kind } from "../kinds/kind.ts";
import { bareName, blame } from "./blame.ts";
import { ASKING, isDispatcher, isEntryPoint, isHousekeeping } from "./entry-points.ts";

/** The function to blame for a report, found where its kind says that it shows. */
export function findGuilty(
  draft: Draft,
  frames: readonly Frame[],
  kind: Kind,
  named: Frame | undefined,
): Frame | undefined {
  if (kind.named !== undefined) return named;
  switch (kind.suspects) {
    case "entry-point":
      return stalledIn(draft, frames) ?? blame(frames, ASKING);
    case "reading-order":
      return blame(draft.sequence, kind.skip);
    case "traces-then-lock-sites":
      return blame(draft.traces.flatMap(framesOf), kind.skip) ?? blame(draft.sequence, kind.skip);
    case "lock-site-then-backtrace":
      return (
        blame(draft.sequence.slice(0, 1), kind.skip) ?? blame(frames, kind.skip) ?? blame(draft.sequence)
      );
    case "backtrace":
      return blame(frames, kind.skip) ?? blame(draft.sequence, kind.skip);
    case undefined:
      return blame(named ? [named, ...frames] : frames, kind.skip) ?? blame(frames, kind.skip, true);
  }
}

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
