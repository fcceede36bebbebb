import type { CFunction, Expr } from "../../source/index.ts";
import type { SourceProgram } from "../code/program.ts";
import type { Evaluator, CallExpr, CallFrame, Evaluated, Semantics } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { UNKNOWN, type PathValue } from "../paths/value.ts";
import {
  afterScope,
  guardStep,
  isScope,
  lockStep,
  withGuard,
  withLock,
  withoutGuards,
} from "./held-locks.ts";

/** What locks and guards mean on either side: to the thread, and to those who hold its handle. */
export abstract class LockSide implements Semantics {
  protected readonly program: SourceProgram;

  protected constructor(program: SourceProgram) {
    this.program = program;
  }

  abstract call(
    machine: Evaluator,
    name: string,
    call: CallExpr,
    frame: CallFrame,
    state: State,
  ): Evaluated[] | undefined;
  abstract read(place: Expr, frame: CallFrame, state: State): PathValue;
  abstract follows(place: Expr, frame: CallFrame): string | undefined;
  abstract written(place: Expr, value: PathValue, frame: CallFrame, state: State): State;

  counted(_place: Expr, _op: "++" | "--", _before: State, after: State): State {
    return after;
  }
  abstract enters(fn: CFunction, frame: CallFrame): boolean;

  /** The outcome of a call that takes a lock or lets one go. */
  protected lockCall(name: string, call: CallExpr, frame: CallFrame, state: State): Evaluated[] | undefined {
    const step = lockStep(this.program, name, call, frame.fn);
    if (!step) return undefined;
    const held = isScope(name) ? withGuard(state, step, frame.depth) : withLock(state, step);
    return [{ value: UNKNOWN, state: held }];
  }

  callThrough(call: CallExpr, frame: CallFrame, state: State): State {
    const step = guardStep(this.program, call, frame.fn);
    return step ? withGuard(state, step, frame.depth) : state;
  }

  returned(callee: CallFrame, state: State): State {
    return withoutGuards(state, callee.depth);
  }

  leave(head: Expr, frame: CallFrame, state: State): State {
    return afterScope(this.program, head, frame.fn, state, frame.depth);
  }

  atLoop(_head: Expr, state: State): State {
    return state;
  }

  remembers(_test: Expr, _frame: CallFrame): string | undefined {
    return undefined;
  }
}
