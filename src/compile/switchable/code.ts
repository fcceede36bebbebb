import type { ValueType } from "../wasm/value-types.ts";

/** A value that is at hand without the operand stack: in a local variable, or a constant. */
export type Operand =
  | { readonly local: number }
  | { readonly constant: Uint8Array; readonly type: ValueType };

/** A block, loop or if; the first is the function's body. No label carries a value: a result goes through a variable. */
export interface Label {
  readonly isLoop: boolean;
  /** The variable that its result, or the function's, is left in. */
  readonly result: number | undefined;
  /** Whether a task may be switched away in it: then nothing is on the operand stack where it begins and ends. */
  readonly switches: boolean;
  /** Number of the last call in the first arm of an if that may be switched away; of the last one before, where it has none. */
  lastOfThen: number;
}

/** A call in which the task may be switched away. Nothing is on the operand stack before it. */
export interface SwitchSite {
  readonly kind: "site";
  /** From 1, in the order of the code. */
  readonly number: number;
  readonly args: readonly Operand[];
  readonly instruction: Uint8Array;
  readonly result: number | undefined;
  /** Those arguments that the call needs when it is repeated: a callee of the program's finds its own in its frame. */
  readonly kept: readonly Operand[];
}

export type WasmInstruction =
  /** Moves values on the operand stack; `ends` when nothing follows it. */
  | { readonly kind: "plain"; readonly bytes: Uint8Array; readonly ends: boolean }
  | { readonly kind: "constant"; readonly bytes: Uint8Array }
  | { readonly kind: "get" | "set" | "tee"; readonly local: number }
  | { readonly kind: "block" | "loop"; readonly label: Label }
  | { readonly kind: "else" | "end"; readonly label: Label }
  /** With a condition where the label switches, else it is on the operand stack. */
  | { readonly kind: "if"; readonly label: Label; readonly condition: Operand | undefined }
  | { readonly kind: "br" | "brIf"; readonly label: Label }
  | { readonly kind: "brTable"; readonly labels: readonly Label[] }
  | SwitchSite;

/** The body of a function that may be switched away in some of its calls. */
export interface WasmBody {
  readonly code: readonly WasmInstruction[];
  /** Types of all local variables, the parameters first. */
  readonly locals: readonly ValueType[];
  readonly params: number;
  readonly results: readonly ValueType[];
}

export function localOf(operand: Operand): number | undefined {
  return "local" in operand ? operand.local : undefined;
}
