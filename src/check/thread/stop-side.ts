import type { CFunction, Expr } from "../../source/index.ts";
import { Bearing } from "../code/bearing.ts";
import { isLocal, sameKey, structNameOf, type Key } from "../code/key.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import type { Evaluator, CallExpr, CallFrame, Evaluated } from "../paths/semantics.ts";
import { withoutTests } from "../paths/remembered-tests.ts";
import type { State } from "../paths/state.ts";
import { NEGATIVE, ONE, truthOf, UNKNOWN, type PathValue } from "../paths/value.ts";
import {
  ATOMIC_TESTS,
  CREATES,
  ENDS_ALL_WORK,
  FREES,
  GETS,
  LEAVES_NONE,
  PUTS,
  STOPS,
  WAKES,
} from "../../kernel-api/index.ts";
import {
  ATOMIC_TEST,
  atFailed,
  BEFORE,
  CLEARED,
  clearedUnder,
  CREATED,
  endedMark,
  failedBy,
  FREED,
  SEEN_TO,
  type Arrival,
} from "./arrival.ts";
import { awaitedMark, completionKey } from "./completions.ts";
import { atomicLock, heldLocks, type AtomicSleep } from "./held-locks.ts";
import type { Callback } from "./callbacks.ts";
import { createdHere, createdOther } from "./creating.ts";
import { GuardingTests } from "./guarding-tests.ts";
import { LockSide } from "./lock-side.ts";
import { indexed, indexOf, loopsAround } from "./loops.ts";
import { effectOnTask, onTask } from "./on-task.ts";
import { Objects } from "./objects.ts";
import { isZero } from "./settled.ts";
import { lastingKeys, type Stop, type Thread } from "./thread.ts";

/** The meaning of calls to somebody who holds the thread's handle. */
export class StopSide extends LockSide {
  readonly #thread: Thread;
  readonly #root: CFunction;
  readonly #arrivals: Arrival[];
  /** Creations where nobody may sleep. */
  readonly atomicCreations: AtomicSleep[] = [];
  readonly #bearing: Bearing;
  readonly #tests: GuardingTests;
  readonly #objects: Objects;
  /** Functions that set the handle to NULL. */
  readonly #clearers: ReadonlySet<CFunction>;
  /** Offsets of the conditions of loops with a stop inside. */
  readonly #stopLoops: ReadonlySet<number>;

  /** Work, timers and tasklets that stop the thread, too. */
  readonly #callbacks: readonly Callback[];

  constructor(
    program: SourceProgram,
    thread: Thread,
    root: CFunction,
    arrivals: Arrival[],
    callbacks: readonly Callback[],
  ) {
    super(program);
    this.#callbacks = callbacks;
    this.#thread = thread;
    this.#root = root;
    this.#arrivals = arrivals;
    this.#bearing = new Bearing(program, (name, site) => this.#concerns(name, site));
    this.#tests = new GuardingTests(thread);
    this.#objects = new Objects(program, thread.keys);
    this.#clearers = new Set(
      lastingKeys(thread)
        .flatMap((key) => program.writesTo(key))
        .filter(({ fn, value }) => isZero(value) && fn !== thread.fn)
        .map(({ fn }) => fn),
    );
    this.#stopLoops = new Set(thread.stops.flatMap(({ site }) => loopsAround(site)));
  }

  placesAt(state: State): Map<Key, PathValue> {
    return new Map([...state.values].filter(([name]) => this.#thread.keys.has(name.replace(/@.*/, ""))));
  }

  call(
    machine: Evaluator,
    name: string,
    call: CallExpr,
    frame: CallFrame,
    state: State,
  ): Evaluated[] | undefined {
    if (CREATES.has(name)) {
      const creation = this.#thread.creations.find(({ site }) => site.call === call);
      const lock = creation && atomicLock(state);
      if (lock) this.atomicCreations.push({ fn: frame.fn, call, lock, state });
      return creation ? createdHere(creation, frame.fn, state) : createdOther(call, state);
    }
    if (this.#createsOther(name, call, frame))
      return this.program.lookup(name, frame.fn)?.returnType.includes("*")
        ? createdOther(call, state)
        : [{ value: UNKNOWN, state }];
    const stop = this.#thread.stops.find(({ site }) => site.call === call);
    if (stop) return this.#stop(machine, stop, frame, state);
    if (ATOMIC_TESTS.has(name)) return this.#exchange(machine, call, frame, state);
    if (STOPS.has(name)) return [{ value: UNKNOWN, state }];
    if (name.startsWith("IS_ERR")) return elementTest(call, state);
    if (name.startsWith("PTR_ERR")) return elementError(call, state);
    if (name.startsWith("wait_for_completion")) return [this.#awaited(name, call, frame, state)];
    if (FREES.has(name)) return this.#free(machine, call, frame, state);
    const ended = this.#endOf(name, call, frame.fn);
    if (ended !== undefined) return [{ value: UNKNOWN, state: state.mark(ended) }];
    const effect = effectOnTask(name);
    if (effect) return onTask(machine, effect, call, frame, state);
    return this.lockCall(name, call, frame, state);
  }

  /** A wrapper's or a macro's use that makes it create a thread with another function. */
  #createsOther(name: string, call: CallExpr, { fn }: CallFrame): boolean {
    const callee = this.program.lookup(name, fn);
    const here = callee ? this.#thread.creations.filter(({ site }) => site.fn === callee) : [];
    return (
      here.length > 0 &&
      here.every(({ site, namedAt }) => namedAt !== site && namedAt.fn === fn && namedAt.call !== call)
    );
  }

  #stop(machine: Evaluator, stop: Stop, frame: CallFrame, state: State): Evaluated[] {
    const [arg] = stop.site.call.args;
    if (!arg) return [{ value: UNKNOWN, state }];
    return machine.evaluate(arg, frame, state).map(({ value, state: at }) => {
      this.#arrivals.push({ stop, root: this.#root, handle: value, state: at });
      const after =
        value.kind === "task"
          ? at.mark(`stopped:${value.id}`).mark(`stopped-by:${stop.site.call.start}:${stop.key}`)
          : at;
      return {
        value: UNKNOWN,
        state: after.step({ fn: frame.fn, range: stop.site.call, truth: undefined, text: "stops it" }),
      };
    });
  }

  #exchange(machine: Evaluator, call: CallExpr, frame: CallFrame, state: State): Evaluated[] {
    const keys = call.args.flatMap((arg) => this.program.keyOf(arg, frame.fn) ?? []);
    const marked = keys.reduce((at, key) => at.mark(`${ATOMIC_TEST}:${key}`), state);
    return machine.evaluateAll(call.args, frame, marked).map((after) => ({ value: UNKNOWN, state: after }));
  }

  /** Only a wait that nothing but the completion ends tells that the thread got there. */
  #awaited(name: string, call: CallExpr, frame: CallFrame, state: State): Evaluated {
    const waited = state.mark("waited");
    const key = name === "wait_for_completion" ? completionKey(this.program, call, frame.fn) : undefined;
    const knows = key !== undefined && state.marks.has("created");
    return { value: UNKNOWN, state: knows ? waited.mark(awaitedMark(key)) : waited };
  }

  /** The mark of a path that has waited for a callback which stops the thread; nothing of any other call. */
  #endOf(name: string, { args: [what] }: CallExpr, fn: CFunction): string | undefined {
    if (this.#callbacks.length === 0) return undefined;
    if (ENDS_ALL_WORK.has(name)) return endedMark(undefined);
    const key = LEAVES_NONE.has(name) && what ? this.program.keyOf(what, fn) : undefined;
    const callback = key && this.#callbacks.find((one) => sameKey(one.key, key));
    return callback && endedMark(callback.key);
  }

  /** The handle in a freed object is out of everybody's reach. */
  #free(machine: Evaluator, call: CallExpr, frame: CallFrame, state: State): Evaluated[] {
    const struct = call.args
      .map((arg) => structNameOf(arg, frame.fn, this.program))
      .find((name) => name !== undefined);
    const prefix = `field:${struct ?? ""}.`;
    return machine
      .evaluateAll(call.args, frame, state)
      .map((after) => after.keepValues((name) => !name.startsWith(prefix)))
      .map((after) => ({ value: UNKNOWN, state: struct === undefined ? after : after.mark(FREED) }));
  }

  read(place: Expr, frame: CallFrame, state: State): PathValue {
    const key = this.#handleKey(place, frame.fn);
    if (key === undefined) return UNKNOWN;
    // After a creation on this path, another element or alias of the handle is a thread that was created, too.
    return { kind: "task", id: state.marks.has("created") ? CREATED : BEFORE };
  }

  follows(place: Expr, frame: CallFrame): string | undefined {
    if (indexed(place)) return undefined; // one element of an array says nothing of the others
    const handle = this.#handleKey(place, frame.fn);
    if (handle !== undefined)
      return isLocal(handle) ? undefined : handle + this.#objects.mark(place, frame.fn);
    // an object that holds the handle tells by its own pointer whether there is one
    if (place.kind !== "name" || !/\bstruct\b/.test(frame.fn.file.globals.get(place.name)?.type ?? ""))
      return undefined;
    return this.program.keyOf(place, frame.fn);
  }

  override remembers(test: Expr, frame: CallFrame): string | undefined {
    return this.#tests.nameOf(test, frame);
  }

  /** A path that comes by a function that stops the thread has seen to it, even if that found nothing to stop. */
  override returned(callee: CallFrame, state: State): State {
    const after = super.returned(callee, state);
    return this.#thread.stops.some(({ site }) => site.fn === callee.fn) ? after.mark(SEEN_TO) : after;
  }

  /** A path that comes by a loop of stops has seen to all threads, even if its condition is not known. */
  override atLoop(head: Expr, state: State): State {
    const anew = withoutTests(state).unmark(CLEARED);
    return this.#stopLoops.has(head.start) ? anew.mark(SEEN_TO) : anew;
  }

  /** `t[i] = NULL` or the like tells the element whose creation failed from the others. */
  written(place: Expr, value: PathValue, frame: CallFrame, before: State): State {
    const state = place.kind === "name" ? forgetFailed(place.name, before) : before;
    if (truthOf(value) !== false || this.#handleKey(place, frame.fn) === undefined) return state;
    if (indexed(place)) return state.unmark("failing").unmark("failed-element");
    return heldLocks(state).reduce((at, lock) => at.mark(clearedUnder(lock)), state.mark(CLEARED));
  }

  /** After `i--`, the element whose creation failed is that of `i + 1`. */
  override counted(place: Expr, op: "++" | "--", before: State, after: State): State {
    if (place.kind !== "name") return after;
    return failedBy(place.name, before)
      .map(({ name, offset }) => ({ name, offset: offset + (op === "--" ? 1 : -1) }))
      .filter(({ offset }) => Math.abs(offset) <= FARTHEST)
      .reduce((at, index) => at.mark(atFailed(index)), after);
  }

  #handleKey(place: Expr, fn: CFunction): Key | undefined {
    const key = this.program.keyOf(place, fn);
    return key === undefined ? undefined : [...this.#thread.keys].find((handle) => sameKey(handle, key));
  }

  enters(fn: CFunction): boolean {
    return this.#clearers.has(fn) || this.#bearing.of(fn);
  }

  #concerns(name: string, { fn, call }: CallSite): boolean {
    const { stops, creations } = this.#thread;
    if ([...stops, ...creations].some(({ site }) => site.call === call)) return true;
    if (this.#endOf(name, call, fn) !== undefined) return true;
    const callee = this.#clearers.size > 0 ? this.program.lookup(name, fn) : undefined;
    if (callee && this.#clearers.has(callee)) return true;
    const [first] = call.args;
    const onHandle = GETS.has(name) || PUTS.has(name) || WAKES.has(name) || name.startsWith("IS_ERR");
    return onHandle && first !== undefined && this.#handleKey(first, fn) !== undefined;
  }
}

/** How far a variable is counted from the failed element: a loop over the others ends. */
const FARTHEST = 2;

function forgetFailed(name: string, state: State): State {
  return failedBy(name, state).reduce((at, index) => at.unmark(atFailed(index)), state);
}

/** The test of the array element whose creation just failed; other elements may be fine. */
function elementTest({ args: [place] }: CallExpr, state: State): Evaluated[] | undefined {
  if (!place || !indexed(place) || !state.marks.has("failing")) return undefined;
  const failed = state.unmark("failing").mark("failed-element");
  const index = indexOf(place);
  return [{ value: ONE, state: index === undefined ? failed : failed.mark(atFailed(index)) }];
}

/** The error of an element whose creation was seen to fail. */
function elementError({ args: [place] }: CallExpr, state: State): Evaluated[] | undefined {
  if (!place || !indexed(place) || !state.marks.has("failed-element")) return undefined;
  return [{ value: NEGATIVE, state }];
}
