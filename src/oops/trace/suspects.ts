import type { Frame } from "../crash.ts";
import type { Draft, Trace } from "../draft.ts";
import type { Kind } from "../kinds/kind.ts";
import { bareName, blame } from "./blame.ts";
import { isDispatcher, isEntryPoint, isHousekeeping } from "./entry-points.ts";

/** The function to blame for a report, found where its kind says that it shows. */
export function findGuilty(
  draft: Draft,
  frames: readonly Frame[],
  kind: Kind,
  named: Frame | undefined,
): Frame | undefined {
  switch (kind.suspects) {
    case "entry-point":
      return entryPoint(frames) ?? blame(frames, kind.skip);
    case "lock-sites":
      return blame(draft.sequence, kind.skip);
    case "traces-then-lock-sites":
      return blame(draft.traces.flatMap(framesOf), kind.skip) ?? blame(draft.sequence, kind.skip);
    case "backtrace":
      return blame(frames, kind.skip) ?? blame(draft.sequence, kind.skip);
    case undefined:
      return blame(named ? [named, ...frames] : frames, kind.skip) ?? named;
  }
}

const framesOf = (trace: Trace): Frame[] => trace.frames.map((entry) => entry.frame);

/**
 * Where a stalled or overflowing stack was entered: the innermost function that was called through a table of
 * operations, a timer, a work item or the system call table. Where exactly a loop was interrupted is chance.
 */
function entryPoint(frames: readonly Frame[]): Frame | undefined {
  const sure = frames.filter((frame) => !frame.unreliable && frame.inline !== true);
  return sure.find((frame, index) => {
    const name = bareName(frame.function);
    const caller = sure[index + 1];
    return (
      isEntryPoint(name) ||
      (caller !== undefined &&
        isDispatcher(bareName(caller.function)) &&
        !isDispatcher(name) &&
        !isHousekeeping(name))
    );
  });
}
