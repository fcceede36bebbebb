import type { KernelVersion } from "./kernel-version.ts";
import type { RuleId } from "./rules.ts";
import type { Span } from "./span.ts";
import type { Timeline } from "./timeline.ts";

export type Severity = "error" | "warning";

export interface Note {
  readonly message: string;
  readonly span?: Span;
}

/** One step of an interleaving, in the order of time; `n` counts from 1. */
export interface WitnessStep {
  readonly n: number;
  /** Who acts: `insmod`, `rmmod`, a kthread's name, `rcu`, `user space`. */
  readonly task: string;
  readonly function: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly text: string;
  /** What the step changes about the object the finding is about, such as `usage 1` or `freed`. */
  readonly effect?: string;
}

export interface Witness {
  /** Pasted after `--replay`, runs exactly this interleaving again. */
  readonly replay: string;
  readonly steps: readonly WitnessStep[];
  /** For a picture: lanes, places, variables, objects. */
  readonly timeline: Timeline;
}

/** What a real kernel would print for the witness, in one of the ways the freed memory may be used. */
export interface Prediction {
  readonly headline: string;
  readonly function: string;
  /** Innermost first, as in the kernel's own call trace. */
  readonly trace: readonly string[];
  /** Warnings that are printed before it. */
  readonly also?: readonly { readonly headline: string; readonly function: string }[];
  /** The condition under which this is the outcome, such as `the memory is untouched`. */
  readonly when: string;
  /** The whole text, in the kernel's format; lines without timestamps. */
  readonly text: readonly string[];
  /** Faulting address where it is known. */
  readonly address?: number;
  /** Process name in the oops. */
  readonly comm?: string;
  /** The module list as printed, such as `early_exit(-)`. */
  readonly modules?: string;
}

export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly function: string;
  readonly notes: readonly Note[];
  readonly witness?: Witness;
  readonly predicted?: readonly Prediction[];
  readonly fixes?: readonly string[];
  /** True when it needs an allocation or creation to fail first (`--faults`). */
  readonly needsFault?: boolean;
  /** Switches away from a task that could have gone on, in the witness: 0 happens whatever the timing, 1 takes a window. */
  readonly preemptions?: number;
  /** Where the thread, timer or work that the finding is about was made: one that outlives its module does so in many places. */
  readonly origin?: Span;
}

/** `bounded` and `undecided` always say why. */
export type Outcome = "bug" | "safe" | "bounded" | "undecided";

export interface Stats {
  readonly schedules: number;
  readonly states: number;
  readonly complete: boolean;
  readonly ms: number;
}

/** What a command has to say; `report/` renders it, `--json` prints it. */
export interface Verdict {
  readonly command: string;
  readonly outcome: Outcome;
  readonly kernel: KernelVersion;
  /** Absent for a whole module: a part of a driver says nothing about the rest of it. */
  readonly scope?: "part";
  readonly findings: readonly Finding[];
  /** The module's parameters that nobody gave, and that were set so that a thread begins: `autostart=1`. */
  readonly parameters?: readonly string[];
  /** What was taken for granted, one sentence each. */
  readonly assumptions: readonly string[];
  /** What was covered, one sentence each: bounds that were hit come first. */
  readonly coverage: readonly string[];
  readonly stats: Stats;
}
