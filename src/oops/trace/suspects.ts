import type { TraceFrame } from "../crash.ts";
import type { CrashDraft, Trace } from "../draft.ts";
import { isStall, type Kind } from "../kinds/kind.ts";
import { bareName, blame, innermostContext, interruptedContext, lastResort, waiter } from "./blame.ts";
import { ASKING, isDispatcher, isSystemCall, isWaitForProcessors } from "./entry-points.ts";
import { isWitness } from "./choose.ts";
import { isInnocent } from "./innocent.ts";

/**
 * The function to blame for a report, found where its kind says that it shows. `complete` when no more of the report
 * is to come: then machinery, too, may be named.
 */
export function findGuilty(
  draft: CrashDraft,
  frames: readonly TraceFrame[],
  kind: Kind,
  named: TraceFrame | undefined,
  complete: boolean,
): TraceFrame | undefined {
  if (kind.named !== undefined) return named;
  const all = named ? [named, ...frames] : frames;
  const found = sought(draft, frames, kind, all);
  return (
    found ??
    (complete && kind.lostAlone !== true
      ? (lastResort(source(draft, frames, kind, all), skipped(kind), isStall(kind.suspects)) ??
        whereItStood(draft, kind))
      : undefined)
  );
}

/** A function whose name only sounds like a reporter's is where it happened when the processor stood there. */
const whereItStood = ({ pc }: CrashDraft, { suspects }: Kind): TraceFrame | undefined =>
  suspects === undefined && pc && !pc.function.startsWith("0x") ? pc : undefined;

function sought(
  draft: CrashDraft,
  frames: readonly TraceFrame[],
  kind: Kind,
  all: readonly TraceFrame[],
): TraceFrame | undefined {
  switch (kind.suspects) {
    case "entry-point":
      return stalledIn(draft, frames, kind, (stack) => stack) ?? blame(frames, ASKING_OR_ASLEEP);
    case "interrupted-entry-point":
      return stalledIn(draft, frames, kind, interruptedContext) ?? blame(frames, ASKING_OR_ASLEEP);
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
    case "waiter":
      return waiter(frames, kind.skip);
    case undefined:
      // Whom the report itself names is the one, even in the allocator.
      return (draft.named && blame([draft.named], kind.skip)) ?? blame(innermostContext(all), kind.skip);
  }
}

/** Frames of which one is named when nobody else is to blame. */
function source(
  draft: CrashDraft,
  frames: readonly TraceFrame[],
  { suspects }: Kind,
  all: readonly TraceFrame[],
): readonly TraceFrame[] {
  if (suspects === undefined) return all;
  return isStall(suspects) || frames.length > 0 ? frames : draft.sequence;
}

/** What says nothing even when nobody else is there: how a stalled processor was asked, how a task was put to sleep. */
const skipped = ({ suspects, skip }: Kind): RegExp | undefined => {
  if (isStall(suspects)) return ASKING_OR_ASLEEP;
  return suspects === "waiter" ? SLEEPS : skip;
};

/** How the scheduler puts a task to sleep. */
const SLEEPS = /sched|(?:context_|__)switch/;

/** A task that is dumped for a stall may not run at that moment: where it went to sleep says nothing. */
const ASKING_OR_ASLEEP = new RegExp(
  `${ASKING.source}|^_*(?:schedule|cond_resched|preempt_schedule)|^(?:context_|__)switch`,
);

/**
 * The entry point in the trace of the crash or, when that shows only the interrupt, in another processor's; looked for
 * in the part that `concerns` first, and in the whole where that shows none.
 */
function stalledIn(
  draft: CrashDraft,
  frames: readonly TraceFrame[],
  kind: Kind,
  concerns: (stack: readonly TraceFrame[]) => readonly TraceFrame[],
): TraceFrame | undefined {
  const others = draft.traces.filter((trace) => trace.role !== "history" && !isWitness(trace, kind));
  for (const candidate of [frames, ...others.map(framesOf)]) {
    const found = entryPoint(concerns(candidate)) ?? entryPoint(candidate);
    if (found) return found;
  }
  return undefined;
}

const framesOf = ({ frames }: Trace): readonly TraceFrame[] => frames;

/**
 * Where a stalled or overflowing stack was entered: the innermost function that was called through a table of
 * operations, a timer, a work item or the system call table. Where exactly a loop was interrupted is chance.
 */
function entryPoint(frames: readonly TraceFrame[]): TraceFrame | undefined {
  const own = frames.filter((frame) => {
    if (frame.unreliable || frame.inline === true) return false;
    const name = bareName(frame.function);
    return isDispatcher(name) || !(isInnocent(name) || ASKING.test(name));
  });
  const dispatcher = own.findIndex((frame) => isDispatcher(bareName(frame.function)));
  const within = dispatcher < 0 ? own : own.slice(0, dispatcher + 1);
  return (
    within.find((frame) => isWaitForProcessors(bareName(frame.function))) ??
    (dispatcher < 0
      ? own.findLast((frame) => isSystemCall(bareName(frame.function)))
      : own[Math.max(dispatcher - 1, 0)])
  );
}
