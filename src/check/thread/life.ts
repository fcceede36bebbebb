import type { KernelVersion } from "../../core/kernel-version.ts";
import type { CFunction, TextRange } from "../../source/index.ts";
import type { Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import { Interpreter } from "../paths/interpreter.ts";
import type { PathEnd } from "../paths/semantics.ts";
import { State } from "../paths/state.ts";
import { NONZERO, ZERO } from "../paths/value.ts";
import type { AtomicSleep } from "./held-locks.ts";
import { ThreadSide } from "./thread-side.ts";
import type { LifeAssumptions } from "./thread-sleeps.ts";
import type { Thread } from "./thread.ts";

/** How a thread function can end. */
export interface Life {
  /** Ends that a stop did not ask for. */
  readonly early: readonly PathEnd[];
  /** Ends after kthread_should_stop() was seen true. */
  readonly asked: readonly PathEnd[];
  /** Sleeps without a time limit that no question for a stop precedes, once the state is set. */
  readonly unaskedSleeps: readonly { readonly fn: CFunction; readonly range: TextRange }[];
  /** Sleeps with a spinlock held, or while RCU is read. */
  readonly atomicSleeps: readonly AtomicSleep[];
  /** What the thread completes without having been asked to stop. */
  readonly completedUnasked: ReadonlySet<Key>;
  /** False when a limit was hit, or the function could not be read. */
  readonly complete: boolean;
}

const UNREAD: Life = {
  early: [],
  asked: [],
  unaskedSleeps: [],
  atomicSleeps: [],
  completedUnasked: new Set(),
  complete: false,
};

const LIMITS = { states: 15_000, depth: 4 };

/** Explores a thread function from its entry to each of its ends. */
export function lifeOf(
  program: SourceProgram,
  thread: Thread,
  kernel: KernelVersion,
  assumptions: LifeAssumptions = {},
): Life {
  const { fn } = thread;
  if (!fn?.flow) return UNREAD;
  const side = new ThreadSide(program, thread, kernel, assumptions);
  const machine = new Interpreter(program, side, LIMITS);
  const ends = [...machine.run(fn, entryOf(thread)), ...machine.exits];
  return {
    early: ends.filter((end) => !end.state.stopSeen),
    asked: ends.filter((end) => end.state.stopSeen),
    unaskedSleeps: side.unaskedSleeps,
    atomicSleeps: side.atomicSleeps,
    completedUnasked: side.completedUnasked,
    complete: machine.complete,
  };
}

/** What the thread function's argument is known to be when it begins. */
function entryOf({ fn, creations }: Thread): State {
  const [parameter] = fn?.parameters ?? [];
  if (!parameter) return State.EMPTY;
  const isNull = creations
    .map(({ site }) => site.call.args[1])
    .map((data) => data?.kind === "name" && data.name === "NULL");
  if (isNull.every((none) => none)) return State.EMPTY.set(`0:${parameter.name}`, ZERO);
  return isNull.includes(true) ? State.EMPTY : State.EMPTY.set(`0:${parameter.name}`, NONZERO);
}
