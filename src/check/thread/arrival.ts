import type { CFunction } from "../../source/index.ts";
import type { State } from "../paths/state.ts";
import type { PathValue } from "../paths/value.ts";
import type { Stop } from "./thread.ts";

/** A path that arrives at a stop of the thread, and what is known of the handle there. */
export interface Arrival {
  readonly stop: Stop;
  /** Where the path begins. */
  readonly root: CFunction;
  /** What is passed to kthread_stop(). */
  readonly handle: PathValue;
  /** Marks: `got:ID`, `woken:ID`, `nonnull:ID`, `null:ID`, `noterr:ID`, `iserr:ID`, `stopped:ID`, `lock:KIND:KEY`, `failed-element`. */
  readonly state: State;
}

/** `atomic-test:KEY` marks a path that went by the outcome of an atomic exchange. */
export const ATOMIC_TEST = "atomic-test";

/** Marks a path that came by a place where the threads are stopped, in a loop or a function made for it. */
export const SEEN_TO = "seen-to";

/** Marks a path that has set the handle to NULL, until a loop begins anew with what may be another object. */
export const CLEARED = "cleared-here";

/** Marks a path that has set the handle to NULL with this lock held. */
export function clearedUnder(lock: string): string {
  return `${CLEARED_UNDER}${lock}`;
}

/** The locks with which a path has set the handle to NULL. */
export function locksOfClearing({ marks }: State): string[] {
  return [...marks].flatMap((mark) =>
    mark.startsWith(CLEARED_UNDER) ? [mark.slice(CLEARED_UNDER.length)] : [],
  );
}

const CLEARED_UNDER = "handle-cleared-under:";

/** Marks a path that has freed an object which the handle may lie in. */
export const FREED = "freed";

/** Marks a path behind which this work, timer or tasklet is neither queued nor running, or no work at all. */
export function endedMark(callback: string | undefined): string {
  return `ended:${callback ?? "work"}`;
}

/** Which element of an array a place is: a variable, and what is added to it. */
export interface ElementIndex {
  readonly name: string;
  readonly offset: number;
}

/** Marks a path on which this is the index of the element whose creation failed. */
export function atFailed({ name, offset }: ElementIndex): string {
  return `${AT_FAILED}${name}:${offset}`;
}

/** What is known of the failed element's index by a variable. */
export function failedBy(name: string, { marks }: State): ElementIndex[] {
  const begin = `${AT_FAILED}${name}:`;
  return [...marks].flatMap((mark) =>
    mark.startsWith(begin) ? [{ name, offset: Number(mark.slice(begin.length)) }] : [],
  );
}

const AT_FAILED = "at-failed:";

/** The handle's task when the path begins: it was created some time before. */
export const BEFORE = "handle";
/** The task that this very path creates. */
export const CREATED = "created";
