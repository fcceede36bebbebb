import type { CFunction, Expr, ControlFlowGraph } from "../../source/index.ts";
import type { SourceProgram } from "../code/program.ts";
import type { State } from "./state.ts";
import type { PathValue } from "./value.ts";

export type CallExpr = Extract<Expr, { kind: "call" }>;

/** One way an expression can turn out. */
export interface Evaluated {
  readonly value: PathValue;
  readonly state: State;
}

/** One way a condition can turn out. */
export interface Decision {
  readonly truth: boolean;
  readonly state: State;
}

/** How a path ends: the function returns, or the task ends inside of it. */
export interface PathEnd {
  readonly kind: "return" | "exit";
  readonly value: PathValue;
  readonly state: State;
  readonly fn: CFunction;
  readonly offset: number;
}

/** A function being explored. */
export interface CallFrame {
  readonly fn: CFunction;
  readonly depth: number;
  readonly stack: readonly CFunction[];
  /** Of a macro, what stands in its text where its parameters do, and where. */
  readonly given?: { readonly args: readonly Expr[]; readonly by: CallFrame } | undefined;
}

/** What expressions, calls and conditions need of whoever explores the paths that they lie on. */
export interface Evaluator {
  readonly program: SourceProgram;
  readonly semantics: Semantics;
  readonly limits: PathLimits;
  /** False once a limit was hit: there may be more ends than were found. */
  complete: boolean;
  /** Where the task ends inside of the explored functions. */
  readonly exits: PathEnd[];
  /** Ends of a called function, by how it was entered. */
  readonly memo: Map<string, readonly PathEnd[]>;
  explore(flow: ControlFlowGraph, frame: CallFrame, start: State): PathEnd[];
  /** The ways an expression can turn out. */
  evaluate(expr: Expr, frame: CallFrame, state: State): Evaluated[];
  /** The states after all of the expressions, one after the other. */
  evaluateAll(parts: readonly Expr[], frame: CallFrame, state: State): State[];
  /** The ways a condition can turn out. */
  decide(expr: Expr, frame: CallFrame, state: State): Decision[];
}

/** What one question asks of the code: the meaning of calls, and which places' values it follows. */
export interface Semantics {
  /** The outcomes of a call that means something; undefined for any other call. */
  call(
    machine: Evaluator,
    name: string,
    call: CallExpr,
    frame: CallFrame,
    state: State,
  ): Evaluated[] | undefined;
  /** Value of a place that no path has written. */
  read(place: Expr, frame: CallFrame, state: State): PathValue;
  /** Whether values of this place, which is no local, are followed along a path. */
  follows(place: Expr, frame: CallFrame): string | undefined;
  written(place: Expr, value: PathValue, frame: CallFrame, state: State): State;
  /** Told behind that of `x++` and `x--`. */
  counted(place: Expr, op: "++" | "--", before: State, after: State): State;
  /** Told of a call through an expression, such as `guard(mutex)(&lock)`. */
  callThrough(call: CallExpr, frame: CallFrame, state: State): State;
  /** Told when an explored function has returned to its caller. */
  returned(callee: CallFrame, state: State): State;
  /** Told at the end of the scope that a macro opened. */
  leave(head: Expr, frame: CallFrame, state: State): State;
  /** Told at the head of each loop, with its condition. */
  atLoop(head: Expr, state: State): State;
  /** The name under which a test's outcome is remembered, when a later one asks the same. */
  remembers(test: Expr, frame: CallFrame): string | undefined;
  /** Whether a called function is explored, too; otherwise its value is unknown. */
  enters(fn: CFunction, frame: CallFrame): boolean;
}

export interface PathLimits {
  /** States visited before the exploration gives up. */
  readonly states: number;
  /** How deep calls are followed. */
  readonly depth: number;
}

/** Marks a path on which IS_ERR() was true. */
export const ERROR_NOTICED = "error-noticed";
