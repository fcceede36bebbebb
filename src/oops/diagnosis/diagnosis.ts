import type { RuleId } from "../../core/rules.ts";
import type { Claim } from "./claims.ts";
import type { Crash } from "../crash.ts";
import type { PointerStory } from "../dataflow/follow.ts";
import type { DebugInfo } from "../../binary/dwarf/debug-info.ts";
import type { ElfFile } from "../../binary/elf.ts";

/** A fact that a diagnosis rests on. `certain` was printed or follows from what was printed. */
export type Evidence =
  | { readonly certainty: "certain"; readonly claim: Claim; readonly text: string }
  | { readonly certainty: "likely"; readonly text: string };

export interface Diagnosis {
  /** Absent when the crash is none of the lifetime bugs that are known here. */
  readonly rule?: RuleId;
  /** Other rules that would print the same. */
  readonly alternatives?: readonly RuleId[];
  /** One or two sentences: what happened, on which data, why. */
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  /** What to look for in the source, and the next command. */
  readonly next: readonly string[];
  /** Index, among the crashes of the log, of the one that this is a consequence of. */
  readonly consequenceOf?: number;
}

/** All that a diagnosis rule may look at. */
export interface LogFacts {
  readonly crash: Crash;
  /** Every crash of the log, in order, this one included. */
  readonly crashes: readonly Crash[];
  readonly pointer: PointerStory | undefined;
}

/** The vmlinux, or a module by its name, with its debug information; undefined where there is none, or another build. */
export type FindBinary = (
  crash: Crash,
  module: string | undefined,
) => { readonly elf: ElfFile; readonly debug: DebugInfo; readonly name: string } | undefined;

/** Names one bug when the facts show it. */
export type DiagnosisRule = (facts: LogFacts) => Diagnosis | undefined;

export const certain = (claim: Claim, text: string): Evidence => ({ certainty: "certain", claim, text });
export const likely = (text: string): Evidence => ({ certainty: "likely", text });

/** Certain where `sure` holds: there the log cannot be read otherwise. */
export const certainIf = (sure: boolean, claim: Claim, text: string): Evidence =>
  sure ? certain(claim, text) : likely(text);

export const hex = (value: bigint | number): string => `0x${value.toString(16)}`;

/**
 * True where khungtaskd found the task asleep. Lockups and stalls are hangs as well, but of a task that runs; so may be one that
 * "can't die".
 */
export const isAsleep = ({ type, headline }: Crash): boolean =>
  type === "HANG" && /:\d+ blocked .*for more than/.test(headline);

/** Functions of the call chain that can be relied on, innermost first, without compiler suffixes. */
export function chain(crash: Crash): string[] {
  return crash.frames.filter((frame) => !frame.unreliable).map((frame) => frame.function.replace(/\..*/, ""));
}
