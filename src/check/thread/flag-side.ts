import { FLAGS } from "../../kernel-api/index.ts";
import { calleeName, type CFunction, type Expr } from "../../source/index.ts";
import type { Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import type { CallExpr, CallFrame, Evaluated, Evaluator } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { compare, counted, ONE, UNKNOWN, ZERO, type PathValue } from "../paths/value.ts";
import type { Arrival } from "./arrival.ts";
import type { Callback } from "./callbacks.ts";
import { initialValue } from "./settled.ts";
import { StopSide } from "./stop-side.ts";
import type { Thread } from "./thread.ts";
import type { ToldFlags } from "./told-flags.ts";

/** A value that a state keeps, and that says nothing. */
export const ANY: PathValue = { kind: "constant", name: "any" };

/** The handle's side, with what flags say. */
export class FlagSide extends StopSide {
  readonly arrivals: Arrival[];
  readonly #flags: ToldFlags;
  readonly #isFresh: (name: Key) => boolean;

  /** @param isFresh whether nobody has set a flag before the path begins */
  constructor(
    program: SourceProgram,
    thread: Thread,
    root: CFunction,
    flags: ToldFlags,
    isFresh: (name: Key) => boolean,
    callbacks: readonly Callback[] = [],
  ) {
    const arrivals: Arrival[] = [];
    super(program, thread, root, arrivals, callbacks);
    this.arrivals = arrivals;
    this.#flags = flags;
    this.#isFresh = isFresh;
  }

  override follows(place: Expr, frame: CallFrame): string | undefined {
    return super.follows(place, frame) ?? this.#flags.nameOf(place, frame.fn);
  }

  override enters(fn: CFunction): boolean {
    return super.enters(fn) || this.#flags.concerns(fn);
  }

  override read(place: Expr, frame: CallFrame, state: State): PathValue {
    const name = this.#flags.nameOf(place, frame.fn);
    return name === undefined ? super.read(place, frame, state) : this.#atFirst(name);
  }

  /** Flags of objects that are cleared when they are made are 0 until somebody sets them, statics what they are declared with. */
  #atFirst(name: Key): PathValue {
    return this.#isFresh(name) ? initialValue(this.program, name) : UNKNOWN;
  }

  override written(place: Expr, value: PathValue, frame: CallFrame, before: State): State {
    const state = super.written(place, value, frame, before);
    const name = value.kind === "unknown" ? this.#flags.nameOf(place, frame.fn) : undefined;
    return name === undefined ? state : state.set(name, ANY);
  }

  override call(
    machine: Evaluator,
    name: string,
    call: CallExpr,
    frame: CallFrame,
    state: State,
  ): Evaluated[] | undefined {
    const flag = this.#flags.nameIn(call, frame.fn);
    return flag === undefined
      ? super.call(machine, name, call, frame, state)
      : flagOutcomes(machine, flag, this.#atFirst(flag), call, frame, state);
  }
}

/** `atomic_set(&x, v)`, `test_and_clear_bit(UP, &flags)`, `atomic_cmpxchg(&x, 0, 1)` */
function flagOutcomes(
  machine: Evaluator,
  flag: string,
  atFirst: PathValue,
  call: CallExpr,
  frame: CallFrame,
  state: State,
): Evaluated[] {
  const old = state.values.get(flag) ?? atFirst;
  const { becomes } = FLAGS.get(calleeName(call) ?? "") ?? {};
  const [, expected, wanted] = call.args;
  switch (becomes) {
    case "0":
    case "1":
      return [{ value: old, state: state.set(flag, becomes === "0" ? ZERO : ONE) }];
    case "++":
    case "--":
      return [{ value: UNKNOWN, state: state.set(flag, known(counted(old, becomes))) }];
    case "argument":
      if (!expected) return [{ value: old, state }];
      return machine
        .evaluate(expected, frame, state)
        .map(({ value, state: after }) => ({ value: old, state: after.set(flag, known(value)) }));
    case "third argument": {
      if (!expected || !wanted) return [{ value: old, state }];
      const [asked] = machine.evaluate(expected, frame, state);
      const [next] = machine.evaluate(wanted, frame, state);
      const wins = asked && compare("==", old, asked.value);
      const won: Evaluated = {
        value: asked?.value ?? old,
        state: state.set(flag, known(next?.value ?? UNKNOWN)),
      };
      const lost: Evaluated = { value: old, state };
      return wins === undefined ? [won, lost] : [wins ? won : lost];
    }
    default:
      return [{ value: old, state }];
  }
}

const known = (value: PathValue): PathValue => (value.kind === "unknown" ? ANY : value);
