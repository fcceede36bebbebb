import { sameKey } from "../code/key.ts";
import type { Program } from "../code/program.ts";
import type { Outcome } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { ONE, UNKNOWN, ZERO } from "../paths/value.ts";
import { PARKS, UNPARKS } from "../../kernel-api/index.ts";
import type { Thread } from "./thread.ts";

/** Marks a path of the thread on which somebody has asked it to park. */
const ASKED = "asked-to-park";

/** kthread_should_park() */
export function parkTest(state: State): Outcome[] {
  return [
    { value: ZERO, state },
    { value: ONE, state: state.mark(ASKED) },
  ];
}

/** kthread_parkme(): a thread that was asked to park, and that nobody unparks, stays there until it is stopped. */
export function parked(program: Program, thread: Thread, state: State): Outcome[] {
  const stays =
    state.marks.has(ASKED) && isCalled(program, thread, PARKS) && !isCalled(program, thread, UNPARKS);
  return [{ value: UNKNOWN, state: stays ? state.seenStop() : state }];
}

function isCalled(program: Program, { keys }: Thread, names: ReadonlySet<string>): boolean {
  return [...names]
    .flatMap((name) => program.callsOf(name))
    .some(({ call, fn }) => {
      const key = call.args[0] && program.keyOf(call.args[0], fn);
      return key !== undefined && [...keys].some((handle) => sameKey(handle, key));
    });
}
