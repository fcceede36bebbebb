import type { KernelVersion } from "../core/kernel-version.ts";
import { versionCode } from "../core/kernel-version.ts";
import { calleeName, type CFunction, type Expr, type Range } from "../source/index.ts";
import {
  Interpreter,
  type CallExpr,
  type End,
  type Frame,
  type Outcome,
  type Semantics,
} from "./interpreter.ts";
import { isLocal, sameKey, type Key } from "./key.ts";
import {
  ASKS_SIGNAL,
  ASKS_STOP,
  EXITS,
  GETS,
  INTERRUPTIBLE_SLEEPS,
  LOCKS,
  QUEUES,
  STATE_ARGS,
  TIMED_SLEEPS,
  UNLOCKS,
  WAITS,
  WAITS_FOR_STOP,
  WAKES,
  type WaitCall,
} from "./kernel-calls.ts";
import type { Program, Write } from "./program.ts";
import { State } from "./state.ts";
import type { Thread } from "./thread.ts";
import { COUNT, NEGATIVE, NONZERO, ONE, truthOf, UNKNOWN, ZERO, type Value } from "./value.ts";

/** What is taken for granted while a thread function's ways out are looked for. */
export interface LifeAssumptions {
  /** No signal ever comes, whatever the thread allows. */
  readonly noSignals?: boolean;
  /** Places that are taken never to have changed from zero. */
  readonly stillZero?: readonly Key[];
}

/** How a thread function can end. */
export interface Life {
  /** Ends that a stop did not ask for. */
  readonly early: readonly End[];
  /** Ends after kthread_should_stop() was seen true. */
  readonly asked: readonly End[];
  /** Sleeps without a time limit that no question for a stop precedes, once the state is set. */
  readonly unaskedSleeps: readonly { readonly fn: CFunction; readonly range: Range }[];
  /** False when a limit was hit, or the function could not be read. */
  readonly complete: boolean;
}

/** Marks a path on which the state was set for sleeping and nobody has asked for a stop since. */
const SET_UNASKED = "state-set-unasked";

const LIMITS = { states: 15_000, depth: 4 };

/** Explores a thread function from its entry to each of its ends. */
export function lifeOf(
  program: Program,
  thread: Thread,
  kernel: KernelVersion,
  assumptions: LifeAssumptions = {},
): Life {
  const { fn } = thread;
  if (!fn?.flow) return { early: [], asked: [], unaskedSleeps: [], complete: false };
  const side = new ThreadSide(program, thread, kernel, assumptions);
  const machine = new Interpreter(program, side, LIMITS);
  const ends = [...machine.run(fn, entryOf(thread)), ...machine.exits];
  return {
    early: ends.filter((end) => !end.state.stopSeen),
    asked: ends.filter((end) => end.state.stopSeen),
    unaskedSleeps: side.unaskedSleeps,
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

/** The meaning of calls to the thread itself. */
class ThreadSide implements Semantics {
  readonly #program: Program;
  readonly #thread: Thread;
  readonly #assumptions: LifeAssumptions;
  /** Since 6.1 kthread_stop() itself interrupts a sleep (TIF_NOTIFY_SIGNAL). */
  readonly #stopInterrupts: boolean;
  readonly #small = new Map<CFunction, boolean>();
  readonly unaskedSleeps: { fn: CFunction; range: Range }[] = [];
  readonly #settledValues = new Map<Key, Value>();
  #woken: boolean | undefined;

  constructor(program: Program, thread: Thread, kernel: KernelVersion, assumptions: LifeAssumptions) {
    this.#program = program;
    this.#thread = thread;
    this.#assumptions = assumptions;
    this.#stopInterrupts = versionCode(kernel) >= versionCode("6.1");
  }

  call(
    machine: Interpreter,
    name: string,
    call: CallExpr,
    frame: Frame,
    state: State,
  ): Outcome[] | undefined {
    if (ASKS_STOP.has(name) || (/should_stop/.test(name) && !this.#program.lookup(name, frame.fn))) {
      const told = state.unmark(SET_UNASKED);
      const asked = { value: ONE, state: told.seenStop() };
      return state.stopSeen ? [asked] : [{ value: ZERO, state: told }, asked];
    }
    if (WAITS_FOR_STOP.has(name)) return [{ value: UNKNOWN, state: state.seenStop() }];
    if (name === "torture_must_stop") {
      const asked = { value: ONE, state: state.seenStop() };
      return [{ value: ZERO, state }, asked];
    }
    if (EXITS.has(name)) {
      machine.exits.push({ kind: "exit", value: UNKNOWN, state, fn: frame.fn, offset: call.start });
      return [];
    }
    const wait = WAITS.get(name);
    if (wait) return this.#wait(machine, wait, call, frame, state);
    if (ASKS_SIGNAL.has(name)) return this.#signalTest(call, frame, state);
    if (INTERRUPTIBLE_SLEEPS.has(name)) return this.#interruptibleSleep(call, frame, state);
    const states = STATE_ARGS.get(name);
    if (states !== undefined) return this.#setState(call.args[states], state);
    if (name === "schedule" && state.marks.has(SET_UNASKED) && !state.stopSeen) {
      this.unaskedSleeps.push({ fn: frame.fn, range: call });
    }
    if (TIMED_SLEEPS.has(name)) return this.#timedSleep(state);
    if (name === "complete" || name === "complete_all") {
      return [
        { value: UNKNOWN, state: state.mark(state.marks.has("cleared") ? "told-after-clearing" : "told") },
      ];
    }
    if (name === "allow_signal") return [{ value: UNKNOWN, state: state.mark("signals") }];
    if (GETS.has(name) && isCurrent(call.args[0])) {
      return [{ value: NONZERO, state: state.mark("holds-itself") }];
    }
    const lock = LOCKS.has(name) || UNLOCKS.has(name) ? call.args[0] : undefined;
    const key = lock && this.#program.keyOf(lock, frame.fn);
    if (key !== undefined) {
      return [
        { value: UNKNOWN, state: LOCKS.has(name) ? state.mark(`lock:${key}`) : state.unmark(`lock:${key}`) },
      ];
    }
    return undefined;
  }

  #signalTest(call: CallExpr, frame: Frame, state: State): Outcome[] {
    if (!isCurrent(call.args[0])) return [{ value: UNKNOWN, state }];
    return this.#interruptibleSleep(call, frame, state);
  }

  /** From 6.1 on a stop also interrupts an interruptible sleep that begins after it. */
  #setState(sleep: Expr | undefined, state: State): Outcome[] {
    const name = sleep?.kind === "name" ? sleep.name : "";
    const sleeps = this.#stopInterrupts
      ? /^TASK_(UNINTERRUPTIBLE|IDLE)$/
      : /^TASK_(UNINTERRUPTIBLE|IDLE|INTERRUPTIBLE)$/;
    return [
      { value: UNKNOWN, state: sleeps.test(name) ? state.mark(SET_UNASKED) : state.unmark(SET_UNASKED) },
    ];
  }

  #interruptibleSleep(call: CallExpr, frame: Frame, state: State): Outcome[] {
    const calm: Outcome = { value: ZERO, state };
    const hit = this.#interruption(state);
    if (!hit) return [calm];
    const text = "a signal has come";
    return [calm, { value: NONZERO, state: hit.step({ fn: frame.fn, range: call, truth: undefined, text }) }];
  }

  /** A thread that nobody else wakes has time left only if kthread_stop() woke it. */
  #timedSleep(state: State): Outcome[] {
    if (this.#othersWake()) return [{ value: COUNT, state }];
    return [
      { value: ZERO, state },
      { value: NONZERO, state: state.seenStop() },
    ];
  }

  #othersWake(): boolean {
    this.#woken ??= this.#thread.fn === undefined || this.#queues(this.#thread.fn, 3) || this.#isWokenLater();
    return this.#woken;
  }

  #isWokenLater(): boolean {
    return [...WAKES].some((name) =>
      this.#program.callsOf(name).some(({ fn, call }) => {
        const key = call.args[0] && this.#program.keyOf(call.args[0], fn);
        if (this.#thread.creations.some(({ site }) => site.fn === fn)) return false;
        return key !== undefined && [...this.#thread.keys].some((handle) => sameKey(handle, key));
      }),
    );
  }

  #queues(fn: CFunction, depth: number): boolean {
    return this.#program.callsIn(fn).some(({ call }) => {
      const name = calleeName(call) ?? "";
      if (QUEUES.has(name)) return true;
      const callee = depth > 0 ? this.#program.lookup(name, fn) : undefined;
      return callee !== undefined && callee !== fn && this.#queues(callee, depth - 1);
    });
  }

  /** The state after a sleep was interrupted; undefined when nothing can interrupt it. */
  #interruption(state: State): State | undefined {
    if (state.marks.has("signals") && !this.#assumptions.noSignals) return state.mark("signalled");
    return this.#stopInterrupts || state.stopSeen ? state.seenStop() : undefined;
  }

  #wait(machine: Interpreter, wait: WaitCall, call: CallExpr, frame: Frame, state: State): Outcome[] {
    const condition = wait.conditionArg === undefined ? undefined : call.args[wait.conditionArg];
    const ways = condition ? machine.decide(condition, frame, state) : [{ truth: true, state }];
    const outcomes = ways
      .filter((way) => way.truth)
      .map((way): Outcome => ({ value: wait.timeout ? NONZERO : ZERO, state: way.state }));
    if (wait.timeout) {
      const late = condition ? ways.filter((way) => !way.truth) : ways;
      outcomes.push(...late.map((way): Outcome => ({ value: ZERO, state: way.state })));
    }
    const hit = wait.interruptible ? this.#interruption(state) : undefined;
    if (hit) {
      outcomes.push({
        value: NEGATIVE,
        state: hit.step({
          fn: frame.fn,
          range: call,
          truth: undefined,
          text: "a signal interrupts the sleep",
        }),
      });
    }
    return outcomes;
  }

  read(place: Expr, frame: Frame): Value {
    const key = this.#program.keyOf(place, frame.fn);
    if (key === undefined || isLocal(key)) return UNKNOWN;
    if (this.#assumptions.stillZero?.some((other) => sameKey(other, key))) return ZERO;
    return this.#settled(key);
  }

  /** The value of a place that changes only once the thread has been stopped. */
  #settled(key: Key): Value {
    const known = this.#settledValues.get(key);
    if (known) return known;
    const writes = this.#program.writesTo(key);
    const zero = writes.filter((write) => isZero(write.value));
    const other = writes.filter((write) => !isZero(write.value));
    const afterStop = (write: Write): boolean =>
      this.#thread.stops.some(({ site }) => site.fn === write.fn && site.call.start < write.expr.start);
    let value: Value = UNKNOWN;
    if (zero.length > 0 && other.length > 0) {
      if (zero.every(afterStop)) value = NONZERO;
      else if (other.every(afterStop)) value = ZERO;
    }
    this.#settledValues.set(key, value);
    return value;
  }

  atLoop(_head: Expr, state: State): State {
    return state;
  }

  follows(): undefined {
    return undefined;
  }

  written(place: Expr, value: Value, frame: Frame, state: State): State {
    if (truthOf(value) !== false) return state;
    const key = this.#program.keyOf(place, frame.fn);
    if (key === undefined || isLocal(key)) return state;
    if (![...this.#thread.keys].some((handle) => sameKey(handle, key))) return state;
    const locks = [...state.marks].filter((mark) => mark.startsWith("lock:"));
    return locks.reduce((after, lock) => after.mark(`cleared-under-${lock}`), state.mark("cleared"));
  }

  /** Functions that bear on the thread's end, and small ones for what they return. */
  enters(fn: CFunction): boolean {
    return this.#bears(fn, 3) || (fn.flow?.nodes.length ?? 99) <= 24;
  }

  #bears(fn: CFunction, depth: number): boolean {
    const known = this.#small.get(fn);
    if (known !== undefined) return known;
    this.#small.set(fn, false);
    const bears = this.#program.callsIn(fn).some(({ call }) => {
      const name = calleeName(call) ?? "";
      if (ASKS_STOP.has(name) || EXITS.has(name) || WAITS_FOR_STOP.has(name) || name === "allow_signal")
        return true;
      if (ASKS_SIGNAL.has(name) && isCurrent(call.args[0])) return true;
      const callee = depth > 0 ? this.#program.lookup(name, fn) : undefined;
      return callee !== undefined && this.#bears(callee, depth - 1);
    });
    this.#small.set(fn, bears);
    return bears;
  }
}

function isCurrent(expr: Expr | undefined): boolean {
  return expr?.kind === "name" && expr.name === "current";
}

function isZero(value: Expr | undefined): boolean {
  if (value?.kind === "number") return value.value === 0;
  return value?.kind === "name" && (value.name === "NULL" || value.name === "false");
}
