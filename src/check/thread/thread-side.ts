import type { KernelVersion } from "../../core/kernel-version.ts";
import type { CFunction, Expr, TextRange } from "../../source/index.ts";
import {
  ASKS_PARK,
  ASKS_SIGNAL,
  ASKS_STOP,
  COMPLETES,
  EXITS,
  GETS,
  INTERRUPTIBLE_SLEEPS,
  LOCKS,
  PARKED,
  SLEEPS,
  STATE_ARGS,
  STAYS_UNTIL_STOPPED,
  TIMED_SLEEPS,
  UNLOCKS,
  WAITS,
} from "../../kernel-api/index.ts";
import { Bearing } from "../code/bearing.ts";
import { isLocal, sameKey, type Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import type { Evaluator, CallExpr, CallFrame, Evaluated } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { NONZERO, ONE, truthOf, UNKNOWN, ZERO, type PathValue } from "../paths/value.ts";
import { awaitedByMakers, completedMark, completionKey } from "./completions.ts";
import { atomicLock, heldLocks, type AtomicSleep } from "./held-locks.ts";
import { LockSide } from "./lock-side.ts";
import { parked, parkTest } from "./parking.ts";
import { settledValue } from "./settled.ts";
import { SET_UNASKED, ThreadSleeps, type LifeAssumptions } from "./thread-sleeps.ts";
import type { Thread } from "./thread.ts";

/** A small function is entered for what it returns; one that returns nothing, for locks, completions and the handle. */
const SMALL = 24;

/** The meaning of calls to the thread itself. */
export class ThreadSide extends LockSide {
  readonly #thread: Thread;
  readonly #sleeps: ThreadSleeps;
  readonly #bearing: Bearing;
  readonly #touching: Bearing;
  readonly #settled = new Map<Key, PathValue>();
  readonly #assumptions: LifeAssumptions;
  #awaited: ReadonlySet<Key> | undefined;
  readonly unaskedSleeps: { fn: CFunction; range: TextRange }[] = [];
  readonly atomicSleeps: AtomicSleep[] = [];
  readonly completedUnasked = new Set<Key>();

  constructor(program: SourceProgram, thread: Thread, kernel: KernelVersion, assumptions: LifeAssumptions) {
    super(program);
    this.#thread = thread;
    this.#assumptions = assumptions;
    this.#sleeps = new ThreadSleeps(program, thread, kernel, assumptions);
    this.#bearing = new Bearing(program, (name, { call }) => bearsOnEnd(name, call));
    this.#touching = new Bearing(program, touches);
  }

  call(
    machine: Evaluator,
    name: string,
    call: CallExpr,
    frame: CallFrame,
    state: State,
  ): Evaluated[] | undefined {
    if (SLEEPS.test(name)) this.#sleeping(call, frame, state);
    if (ASKS_STOP.has(name) || (name.includes("should_stop") && !this.program.lookup(name, frame.fn))) {
      return stopTest(state);
    }
    if (STAYS_UNTIL_STOPPED.has(name)) return [{ value: UNKNOWN, state: state.seenStop() }];
    if (ASKS_PARK.has(name)) return parkTest(this.program, this.#thread, state);
    if (PARKED.has(name)) return parked(this.program, this.#thread, state);
    if (EXITS.has(name)) {
      machine.exits.push({ kind: "exit", value: UNKNOWN, state, fn: frame.fn, offset: call.start });
      return [];
    }
    const wait = WAITS.get(name);
    if (wait) return this.#sleeps.wait(machine, wait, call, frame, state);
    if (ASKS_SIGNAL.has(name)) {
      return isCurrent(call.args[0])
        ? this.#sleeps.interruptible(call, frame, state)
        : [{ value: UNKNOWN, state }];
    }
    if (INTERRUPTIBLE_SLEEPS.has(name)) return this.#sleeps.interruptible(call, frame, state);
    const states = STATE_ARGS.get(name);
    if (states !== undefined) return this.#sleeps.setState(call.args[states], state);
    if (TIMED_SLEEPS.has(name)) return this.#sleeps.timed(state);
    if (name === "schedule" && state.marks.has(SET_UNASKED) && !state.stopSeen) {
      this.unaskedSleeps.push({ fn: frame.fn, range: call });
    }
    if (COMPLETES.has(name)) return [this.#complete(call, frame, state)];
    if (name === "allow_signal") return [{ value: UNKNOWN, state: state.mark("signals") }];
    if (GETS.has(name) && isCurrent(call.args[0])) {
      return [{ value: NONZERO, state: state.mark("holds-itself") }];
    }
    return this.lockCall(name, call, frame, state);
  }

  #sleeping(call: CallExpr, { fn }: CallFrame, state: State): void {
    const lock = atomicLock(state);
    if (lock) this.atomicSleeps.push({ fn, call, lock, state });
  }

  /** Somebody may wait for this: whether the handle was cleared before decides what he finds. */
  #complete(call: CallExpr, frame: CallFrame, state: State): Evaluated {
    const told = state.mark(state.marks.has("cleared") ? "told-after-clearing" : "told");
    const key = completionKey(this.program, call, frame.fn);
    if (key !== undefined && !state.stopSeen) this.completedUnasked.add(key);
    this.#awaited ??= awaitedByMakers(this.program, this.#thread);
    const matters = key !== undefined && this.#awaited.has(key);
    return { value: UNKNOWN, state: matters ? told.mark(completedMark(key)) : told };
  }

  read(place: Expr, frame: CallFrame): PathValue {
    const key = this.program.keyOf(place, frame.fn);
    if (key === undefined || isLocal(key)) return UNKNOWN;
    let value = this.#settled.get(key);
    if (value === undefined)
      this.#settled.set(key, (value = settledValue(this.program, this.#thread, key, this.#assumptions)));
    return value;
  }

  follows(): undefined {
    return undefined;
  }

  written(place: Expr, value: PathValue, frame: CallFrame, state: State): State {
    if (truthOf(value) !== false) return state;
    const key = this.program.keyOf(place, frame.fn);
    if (key === undefined || isLocal(key)) return state;
    if (![...this.#thread.keys].some((handle) => sameKey(handle, key))) return state;
    return heldLocks(state).reduce(
      (after, lock) => after.mark(`cleared-under-lock:${lock}`),
      state.mark("cleared"),
    );
  }

  enters(fn: CFunction): boolean {
    if (this.#bearing.of(fn)) return true;
    if ((fn.flow?.nodes.length ?? SMALL + 1) > SMALL) return false;
    return !returnsNothing(fn) || this.#touching.of(fn) || this.#writesHandle(fn);
  }

  #writesHandle(fn: CFunction): boolean {
    return [...this.#thread.keys].some((key) => this.program.writesTo(key).some((write) => write.fn === fn));
  }
}

function touches(name: string): boolean {
  return LOCKS.has(name) || UNLOCKS.has(name) || COMPLETES.has(name);
}

function returnsNothing({ returnType, isMacro }: CFunction): boolean {
  return !isMacro && /\bvoid\b(?! \*)/.test(returnType);
}

/** kthread_should_stop(): once it was true it stays so. */
function stopTest(state: State): Evaluated[] {
  const told = state.unmark(SET_UNASKED);
  const asked = { value: ONE, state: told.seenStop() };
  return state.stopSeen ? [asked] : [{ value: ZERO, state: told }, asked];
}

function bearsOnEnd(name: string, { args }: CallExpr): boolean {
  if (
    ASKS_STOP.has(name) ||
    EXITS.has(name) ||
    STAYS_UNTIL_STOPPED.has(name) ||
    name === "allow_signal" ||
    PARKED.has(name)
  ) {
    return true;
  }
  return ASKS_SIGNAL.has(name) && isCurrent(args[0]);
}

function isCurrent(expr: Expr | undefined): boolean {
  return expr?.kind === "name" && expr.name === "current";
}
