import { FLAGS } from "../../kernel-api/index.ts";
import { calleeName, type CFunction, type Expr } from "../../source/index.ts";
import type { SourceProgram } from "../code/program.ts";
import { Interpreter } from "../paths/interpreter.ts";
import type { CallExpr, CallFrame, Evaluated, Evaluator } from "../paths/semantics.ts";
import { State } from "../paths/state.ts";
import { compare, counted, truthOf, ONE, UNKNOWN, ZERO, type PathValue } from "../paths/value.ts";
import { BEFORE, type Arrival } from "./arrival.ts";
import { moduleInitOf } from "./module-exit.ts";
import { LIMITS, type Made } from "./stop-paths.ts";
import { StopSide } from "./stop-side.ts";
import type { Stop, Thread } from "./thread.ts";
import { ToldFlags } from "./told-flags.ts";

/**
 * The stops in one function that an ERR_PTR gets to which another one left in the handle; undefined where not all was followed. What
 * the first says about it in flags (`started = !IS_ERR(t)`, `set_bit(UP, &flags)`, `err = PTR_ERR(t)`) may keep the second from it.
 */
export function stopsOfErrors(
  program: SourceProgram,
  thread: Thread,
  maker: CFunction,
  stopper: CFunction,
  isLeft: (made: Made) => boolean,
): ReadonlySet<Stop> | undefined {
  const flags = new ToldFlags(program, thread, maker, stopper);
  const explore = (fn: CFunction, state: State): { side: FlagSide; machine: Interpreter; made: Made[] } => {
    const side = new FlagSide(program, thread, fn, flags);
    const machine = new Interpreter(program, side, LIMITS);
    const ends = machine.run(fn, state);
    return { side, machine, made: ends.map((end) => ({ root: fn, end, places: side.placesAt(end.state) })) };
  };
  const first = explore(maker, State.EMPTY);
  if (!first.machine.complete) return undefined;
  // what init makes it makes once; others may come again, and find what they left
  const again =
    moduleInitOf(maker.file) === maker
      ? []
      : first.made.filter((made) => !isLeft(made)).map(({ end }) => keptAfter(end.state, flags));
  const later = distinct(again).map((state) => explore(maker, state));
  if (later.some(({ machine }) => !machine.complete)) return undefined;
  const left = [first, ...later].flatMap(({ made }) => made.filter(isLeft));
  const stopped = distinct(left.map(({ end }) => keptAfter(end.state, flags))).map((state) =>
    explore(stopper, state),
  );
  if (stopped.some(({ machine }) => !machine.complete)) return undefined;
  return new Set(stopped.flatMap(({ side }) => side.arrivals.filter(mayBeError).map(({ stop }) => stop)));
}

function mayBeError({ handle, state }: Arrival): boolean {
  return (
    handle.kind === "error" ||
    (handle.kind === "task" && handle.id === BEFORE && !state.marks.has(`noterr:${BEFORE}`))
  );
}

/** What others find in flags and handle when a function has ended. */
function keptAfter({ values }: State, flags: ToldFlags): State {
  let kept = State.EMPTY;
  for (const [name, value] of values) {
    if (/^\d+:/.test(name)) continue;
    const mayHaveChanged = flags.has(name) && flags.clearedByOthers.has(name) && truthOf(value) !== false;
    // unknown is what nobody may take for the 0 that it was at first
    kept = kept.set(name, mayHaveChanged ? ANY : value);
  }
  return kept;
}

/** A value that a state keeps, and that says nothing. */
const ANY: PathValue = { kind: "constant", name: "any" };

function distinct(states: readonly State[]): State[] {
  return [...new Map(states.map((state) => [state.key, state])).values()];
}

/** The handle's side, with what flags say. */
class FlagSide extends StopSide {
  readonly arrivals: Arrival[];
  readonly #flags: ToldFlags;

  constructor(program: SourceProgram, thread: Thread, root: CFunction, flags: ToldFlags) {
    const arrivals: Arrival[] = [];
    super(program, thread, root, arrivals, []);
    this.arrivals = arrivals;
    this.#flags = flags;
  }

  override follows(place: Expr, frame: CallFrame): string | undefined {
    return super.follows(place, frame) ?? this.#flags.nameOf(place, frame.fn);
  }

  override enters(fn: CFunction): boolean {
    return super.enters(fn) || this.#flags.concerns(fn);
  }

  /** Flags of statics and of objects that are cleared when they are made are 0 until somebody sets them. */
  override read(place: Expr, frame: CallFrame, state: State): PathValue {
    return this.#flags.nameOf(place, frame.fn) === undefined ? super.read(place, frame, state) : ZERO;
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
      : flagOutcomes(machine, flag, call, frame, state);
  }
}

/** `atomic_set(&x, v)`, `test_and_clear_bit(UP, &flags)`, `atomic_cmpxchg(&x, 0, 1)` */
function flagOutcomes(
  machine: Evaluator,
  flag: string,
  call: CallExpr,
  frame: CallFrame,
  state: State,
): Evaluated[] {
  const old = state.values.get(flag) ?? ZERO;
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
