import type { LinkedProgram } from "../compile/program.ts";
import type { Trap } from "../machine/trap.ts";
import type { Report } from "./drive.ts";

/** A report as the kernel prints it. */
export interface Printed {
  readonly headline: string;
  /** Other wordings of the same, by the kernel's configuration. */
  readonly or?: readonly { readonly headline: string; readonly when: string }[];
  readonly function: string;
  readonly trace: readonly string[];
  readonly lines: readonly string[];
  readonly address?: number;
  /** The configuration without which the kernel does not look. */
  readonly needs?: string | undefined;
  /** The configuration with which the kernel prints something else. */
  readonly unless?: string | undefined;
  readonly comm: string;
  readonly modules: string;
}

/**
 * What of the module is not there: its text or its variables, or whatever a wild pointer to a function leads to. A constant is there,
 * and may not be written.
 */
export type Gone = "text" | "data" | "nowhere" | "constant";

/** How an architecture words a fault and lays out the rest. */
export interface Wording {
  fault(
    program: LinkedProgram,
    trap: Trap,
    gone: Gone | undefined,
  ): Pick<Printed, "headline"> & { or?: Printed["or"]; more: string[] };
  /** What BUG() says below its headline. */
  readonly bug: string;
  /** The headline of a division by zero. */
  readonly division: string;
  /** The lines below the headline that name the place. */
  place(trace: readonly string[]): string[];
  trace(trace: readonly string[]): string[];
  /** WARN() in a helper that is a function of its own here, or part of its caller. */
  warnFunction(trace: readonly string[]): string;
}

/** What there is to say of one report, beside what all reports have. */
export type Said = Pick<Printed, "headline" | "function" | "lines" | "needs" | "unless">;

/** A report, and what it takes to print it. */
export interface Scene {
  readonly program: LinkedProgram;
  readonly report: Report;
  /** Innermost first, as in the kernel's own trace. */
  readonly trace: readonly string[];
  /** Lines that every report has: the modules, the process. */
  readonly head: readonly string[];
  readonly wording: Wording;
}
