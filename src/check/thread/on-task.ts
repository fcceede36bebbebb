import type { Evaluator, CallExpr, CallFrame, Evaluated } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { UNKNOWN } from "../paths/value.ts";
import { GETS, PUTS, SIGNALS, WAKES } from "../../kernel-api/index.ts";
import { heldLocks } from "./held-locks.ts";

/** What a call does to the task that one of its arguments is. */
export interface TaskEffect {
  readonly arg: number;
  readonly change: (id: string, state: State) => State;
}

export function effectOnTask(name: string): TaskEffect | undefined {
  if (GETS.has(name)) return { arg: 0, change: got };
  if (PUTS.has(name)) return { arg: 0, change: (id, state) => state.unmark(`got:${id}`) };
  if (WAKES.has(name)) return { arg: 0, change: (id, state) => state.mark(`woken:${id}`) };
  const arg = SIGNALS.get(name);
  return arg === undefined ? undefined : { arg, change: (id, state) => state.mark(`signalled:${id}`) };
}

export function onTask(
  machine: Evaluator,
  { arg, change }: TaskEffect,
  { args }: CallExpr,
  frame: CallFrame,
  state: State,
): Evaluated[] {
  const task = args[arg];
  if (!task) return [{ value: UNKNOWN, state }];
  return machine.evaluate(task, frame, state).map(({ value, state: at }) => ({
    value,
    state: value.kind === "task" ? change(value.id, at) : at,
  }));
}

/** A reference is taken; which locks were held then decides whether the thread was still there, and so does whether it runs by then. */
function got(id: string, state: State): State {
  const isLate = state.marks.has(`woken:${id}`) && !state.marks.has(`got:${id}`);
  const taken = state.mark(`got:${id}`);
  return heldLocks(state).reduce(
    (after, lock) => after.mark(`got-under:${lock}`),
    isLate ? taken.mark(`got-late:${id}`) : taken,
  );
}
