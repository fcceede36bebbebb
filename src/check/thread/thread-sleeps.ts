import { versionCode, type KernelVersion } from "../../core/kernel-version.ts";
import type { Expr } from "../../source/index.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import type { Evaluator, CallExpr, CallFrame, Evaluated } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { COUNT, NEGATIVE, NONZERO, UNKNOWN, ZERO } from "../paths/value.ts";
import type { WaitCall } from "../../kernel-api/index.ts";
import type { Thread } from "./thread.ts";
import { othersWake } from "./wakers.ts";

/** Marks a path on which the state was set for sleeping and nobody has asked for a stop since. */
export const SET_UNASKED = "state-set-unasked";

/** What is taken for granted while a thread function's ways out are looked for. */
export interface LifeAssumptions {
  /** No signal ever comes, whatever the thread allows. */
  readonly noSignals?: boolean;
  /** The stopper has not come to this call yet. */
  readonly before?: CallSite;
  /** The module is loaded without parameters, and they cannot be changed later. */
  readonly noParameters?: boolean;
}

/** How the thread's own sleeps turn out. */
export class ThreadSleeps {
  readonly #program: SourceProgram;
  readonly #thread: Thread;
  readonly #assumptions: LifeAssumptions;
  /** Since 6.1 kthread_stop() itself interrupts a sleep (TIF_NOTIFY_SIGNAL). */
  readonly #stopInterrupts: boolean;
  #woken: boolean | undefined;

  constructor(program: SourceProgram, thread: Thread, kernel: KernelVersion, assumptions: LifeAssumptions) {
    this.#program = program;
    this.#thread = thread;
    this.#assumptions = assumptions;
    this.#stopInterrupts = versionCode(kernel) >= versionCode("6.1");
  }

  /** From 6.1 on a stop also interrupts an interruptible sleep that begins after it. */
  setState(sleep: Expr | undefined, state: State): Evaluated[] {
    const name = sleep?.kind === "name" ? sleep.name : "";
    const sleeps = this.#stopInterrupts
      ? /^TASK_(UNINTERRUPTIBLE|IDLE)$/
      : /^TASK_(UNINTERRUPTIBLE|IDLE|INTERRUPTIBLE)$/;
    return [
      { value: UNKNOWN, state: sleeps.test(name) ? state.mark(SET_UNASKED) : state.unmark(SET_UNASKED) },
    ];
  }

  interruptible(call: CallExpr, frame: CallFrame, state: State): Evaluated[] {
    const calm: Evaluated = { value: ZERO, state };
    const hit = this.#interruption(state);
    if (!hit) return [calm];
    const text = "a signal has come";
    return [calm, { value: NONZERO, state: hit.step({ fn: frame.fn, range: call, truth: undefined, text }) }];
  }

  /** A thread that nobody else wakes has time left only if kthread_stop() woke it. */
  timed(state: State): Evaluated[] {
    this.#woken ??= othersWake(this.#program, this.#thread);
    if (this.#woken) return [{ value: COUNT, state }];
    return [
      { value: ZERO, state },
      { value: NONZERO, state: state.seenStop() },
    ];
  }

  wait(machine: Evaluator, wait: WaitCall, call: CallExpr, frame: CallFrame, state: State): Evaluated[] {
    const condition = wait.conditionArg === undefined ? undefined : call.args[wait.conditionArg];
    const ways = condition ? machine.decide(condition, frame, state) : [{ truth: true, state }];
    const outcomes = ways
      .filter((way) => way.truth)
      .map((way): Evaluated => ({ value: wait.timeout ? NONZERO : ZERO, state: way.state }));
    if (wait.timeout) {
      const late = condition ? ways.filter((way) => !way.truth) : ways;
      outcomes.push(...late.map((way): Evaluated => ({ value: ZERO, state: way.state })));
    }
    const hit = wait.interruptible ? this.#interruption(state) : undefined;
    if (hit) {
      const text = "a signal interrupts the sleep";
      outcomes.push({
        value: NEGATIVE,
        state: hit.step({ fn: frame.fn, range: call, truth: undefined, text }),
      });
    }
    return outcomes;
  }

  /** The state after a sleep was interrupted; undefined when nothing can interrupt it. */
  #interruption(state: State): State | undefined {
    if (state.marks.has("signals") && !this.#assumptions.noSignals) return state.mark("signalled");
    return this.#stopInterrupts || state.stopSeen ? state.seenStop() : undefined;
  }
}
