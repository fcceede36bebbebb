import type { CFunction } from "../../source/index.ts";
import { isField } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import { Interpreter } from "../paths/interpreter.ts";
import { State } from "../paths/state.ts";
import { truthOf } from "../paths/value.ts";
import { BEFORE, type Arrival } from "./arrival.ts";
import { ANY, FlagSide } from "./flag-side.ts";
import { moduleInitOf } from "./module-exit.ts";
import { probesOf } from "./probes.ts";
import { LIMITS, type Made } from "./stop-paths.ts";
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
  const flags = ToldFlags.between(program, thread, maker, stopper);
  const explore = (fn: CFunction, state: State): { side: FlagSide; machine: Interpreter; made: Made[] } => {
    const side = new FlagSide(program, thread, fn, flags, () => true);
    const machine = new Interpreter(program, side, LIMITS);
    const ends = machine.run(fn, state);
    return { side, machine, made: ends.map((end) => ({ root: fn, end, places: side.placesAt(end.state) })) };
  };
  const first = explore(maker, State.EMPTY);
  if (!first.machine.complete) return undefined;
  // what init makes it makes once; others may come again, and find what they left
  const isOnce = moduleInitOf(maker.file) === maker;
  const isForDevice = probesOf(program).includes(maker);
  const again = isOnce
    ? []
    : first.made
        .filter((made) => !isLeft(made))
        .map(({ end }) => keptAfter(end.state, flags))
        .map((state) => (isForDevice ? withoutObjects(state) : state));
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

/** What is left for who comes with another device: its objects are others. */
function withoutObjects(state: State): State {
  return state.keepValues((name) => !isField(name));
}

function distinct(states: readonly State[]): State[] {
  return [...new Map(states.map((state) => [state.key, state])).values()];
}
