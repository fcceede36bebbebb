import type { KernelVersion } from "../../core/kernel-version.ts";
import { versionCode } from "../../core/kernel-version.ts";
import { calleeName, type CFunction, type Expr, type Range } from "../../source/index.ts";
import { isLocal, sameKey, type Key } from "../code/key.ts";
import type { Program } from "../code/program.ts";
import type { Interpreter } from "../paths/interpreter.ts";
import type { CallExpr, Frame, Outcome, Semantics } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { COUNT, NEGATIVE, NONZERO, ONE, truthOf, UNKNOWN, ZERO, type Value } from "../paths/value.ts";
import {
  ASKS_SIGNAL,
  INTERRUPTIBLE_SLEEPS,
  STATE_ARGS,
  TIMED_SLEEPS,
  WAITS,
  type WaitCall,
} from "../words/sleeps.ts";
import { ASKS_STOP, EXITS, GETS, WAITS_FOR_STOP } from "../words/threads.ts";
import {
  afterScope,
  guardStep,
  heldLocks,
  lockStep,
  withGuard,
  withLock,
  withoutGuards,
} from "./held-locks.ts";
import type { LifeAssumptions } from "./life.ts";
import { settledValue } from "./settled.ts";
import type { Thread } from "./thread.ts";
import { othersWake } from "./wakers.ts";

/** Marks a path on which the state was set for sleeping and nobody has asked for a stop since. */
const SET_UNASKED = "state-set-unasked";

/** The meaning of calls to the thread itself. */
export class ThreadSide implements Semantics {
  readonly #program: Program;
  readonly #thread: Thread;
  readonly #assumptions: LifeAssumptions;
  /** Since 6.1 kthread_stop() itself interrupts a sleep (TIF_NOTIFY_SIGNAL). */
  readonly #stopInterrupts: boolean;
  readonly #small = new Map<CFunction, boolean>();
  readonly unaskedSleeps: { fn: CFunction; range: Range }[] = [];
  readonly #settled = new Map<Key, Value>();
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
    const step = lockStep(this.#program, name, call, frame.fn);
    return step ? [{ value: UNKNOWN, state: withLock(state, step) }] : undefined;
  }

  callThrough(call: CallExpr, frame: Frame, state: State): State {
    const step = guardStep(this.#program, call, frame.fn);
    return step ? withGuard(state, step, frame.depth) : state;
  }

  returned(callee: Frame, state: State): State {
    return withoutGuards(state, callee.depth);
  }

  leave(head: Expr, frame: Frame, state: State): State {
    return afterScope(this.#program, head, frame.fn, state);
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
    this.#woken ??= othersWake(this.#program, this.#thread);
    if (this.#woken) return [{ value: COUNT, state }];
    return [
      { value: ZERO, state },
      { value: NONZERO, state: state.seenStop() },
    ];
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
    let value = this.#settled.get(key);
    if (value === undefined) this.#settled.set(key, (value = settledValue(this.#program, this.#thread, key)));
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
    return heldLocks(state).reduce(
      (after, lock) => after.mark(`cleared-under-lock:${lock}`),
      state.mark("cleared"),
    );
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
