import { callsOn } from "../code/calls-on.ts";
import { GETS } from "../../kernel-api/index.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import { withCallers } from "../code/reach.ts";
import { CREATED } from "./arrival.ts";
import type { Life } from "./life.ts";
import type { StopPaths } from "./stop-paths.ts";
import type { Thread } from "./thread.ts";

/** Who keeps the task_struct alive, and since when. */
export type Pin =
  /** A reference is taken before the thread can run, or by the thread itself. */
  | { readonly kind: "held"; readonly at: CallSite | undefined }
  /** A reference is taken next to the creation, but the thread runs already. */
  | { readonly kind: "late"; readonly at: CallSite }
  | { readonly kind: "none" };

/** Looks for get_task_struct() of the handle where the thread is created, and in the thread itself. */
export function pinOf(program: SourceProgram, thread: Thread, life: Life, { made }: StopPaths): Pin {
  if (life.early.length > 0 && life.early.every((end) => end.state.marks.has("holds-itself"))) {
    return { kind: "held", at: undefined };
  }
  const holding = made.filter(({ end }) => end.state.marks.has(`got:${CREATED}`));
  const isLate = holding.length > 0 && holding.every(({ end }) => end.state.marks.has(`got-late:${CREATED}`));
  const pins = thread.creations.map((creation): Pin => {
    const at = getNear(program, thread, creation.site) ?? getNear(program, thread, creation.namedAt);
    if (!at) return { kind: "none" };
    return { kind: creation.wakes || isLate ? "late" : "held", at };
  });
  return (
    pins.find((pin) => pin.kind === "none") ??
    pins.find((pin) => pin.kind === "late") ??
    pins[0] ?? { kind: "none" }
  );
}

/**
 * Whether who creates the thread takes a reference only across a stop of its own, and no path leaves it with one: other stoppers
 * then have none.
 */
export function isBrief({ arrivals, makers, made }: StopPaths): boolean {
  const taken = `got:${CREATED}`;
  const stopsWithIt = arrivals.some(({ root, state }) => makers.has(root) && state.marks.has(taken));
  return stopsWithIt && made.every(({ end }) => !end.state.marks.has(taken));
}

/** A get_task_struct() of the handle in the function that creates the thread, or in one that calls it, after it. */
function getNear(program: SourceProgram, thread: Thread, creation: CallSite): CallSite | undefined {
  const near = withCallers(program, creation.fn);
  return callsOn(program, GETS, thread.keys).find(
    ({ fn, call }) => near.includes(fn) && (fn !== creation.fn || call.start >= creation.call.start),
  );
}
