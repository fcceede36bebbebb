import { callsOn } from "../code/calls-on.ts";
import type { SourceProgram } from "../code/program.ts";
import type { Evaluated } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { ONE, UNKNOWN, ZERO } from "../paths/value.ts";
import { PARKS, UNPARKS } from "../../kernel-api/index.ts";
import { escapes } from "./escape.ts";
import type { Thread } from "./thread.ts";

/** Marks a path of the thread on which somebody has asked it to park. */
const ASKED = "asked-to-park";

/** kthread_should_park(): never true where nobody asks the thread to. */
export function parkTest(program: SourceProgram, thread: Thread, state: State): Evaluated[] {
  const isAsked = [...PARKS].some((name) => program.callsOf(name).length > 0) || escapes(program, thread);
  if (!isAsked) return [{ value: ZERO, state }];
  return [
    { value: ZERO, state },
    { value: ONE, state: state.mark(ASKED) },
  ];
}

/** kthread_parkme(): a thread that was asked to park, and that nobody unparks, stays there until it is stopped. */
export function parked(program: SourceProgram, thread: Thread, state: State): Evaluated[] {
  const isGiven = (names: ReadonlySet<string>): boolean => callsOn(program, names, thread.keys).length > 0;
  const stays = state.marks.has(ASKED) && isGiven(PARKS) && !isGiven(UNPARKS);
  return [{ value: UNKNOWN, state: stays ? state.seenStop() : state }];
}
