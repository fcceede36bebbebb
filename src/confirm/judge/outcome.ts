import type { Crash } from "../../oops/index.ts";
import type { ObservedFault } from "../observe/fault.ts";
import type { Phase, Stuck } from "../play/run.ts";

/** What a real kernel did, by its worst sign. */
export type OutcomeKind =
  | "quiet" // nothing bad was seen
  | "silent" // no word on the console, but the lives of objects tell
  | "warned" // WARNINGs only; rmmod may well return 0
  | "crashed" // an oops, while loading, running or unloading
  | "crashed-later" // rmmod had returned
  | "panicked"
  | "hung" // insmod or rmmod did not come back
  | "not-loaded" // insmod failed without a crash
  | "not-unloaded" // rmmod failed without a crash
  | "gone"; // the guest ended and nobody knows why

/** One crash of the console. */
export interface Symptom {
  readonly crash: Crash;
  readonly phase: Phase;
}

export interface GuestOutcome {
  readonly kind: OutcomeKind;
  /** The console's reports, in order. */
  readonly symptoms: readonly Symptom[];
  readonly faults: readonly ObservedFault[];
  /** Not empty when silent misuse could not have been seen. */
  readonly blind: readonly string[];
  readonly stuck: readonly Stuck[];
  readonly insmod: number | undefined;
  readonly rmmod: number | undefined;
  /** The crash hit a process that has nothing to do with the module: only the lives of objects name the culprit. */
  readonly innocent?: string;
}

/** Signs of a kernel that misbehaved; the others say that nothing was seen, or that the scenario was not played. */
const BAD: ReadonlySet<OutcomeKind> = new Set([
  "silent",
  "warned",
  "crashed",
  "crashed-later",
  "panicked",
  "hung",
]);

export function isBad({ kind }: GuestOutcome): boolean {
  return BAD.has(kind);
}
