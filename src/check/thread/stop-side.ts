import { calleeName, type CFunction, type Expr } from "../../source/index.ts";
import { isLocal, sameKey, structNameOf, type Key } from "../code/key.ts";
import type { Program } from "../code/program.ts";
import type { Interpreter } from "../paths/interpreter.ts";
import type { CallExpr, Frame, Outcome, Semantics } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { ERROR, ONE, truthOf, UNKNOWN, type Value } from "../paths/value.ts";
import { ATOMIC_EXCHANGES } from "../words/locks.ts";
import { FREES, SIGNALS } from "../words/others.ts";
import { CREATES, GETS, PUTS, STOPS, WAKES } from "../words/threads.ts";
import { ATOMIC_TEST, BEFORE, CREATED, type Arrival } from "./arrival.ts";
import {
  afterScope,
  guardStep,
  heldLocks,
  lockStep,
  withGuard,
  withLock,
  withoutGuards,
} from "./held-locks.ts";
import { indexed, loopsAround } from "./loops.ts";
import type { Stop, Thread } from "./thread.ts";

/** The meaning of calls to somebody who holds the thread's handle. */
export class StopSide implements Semantics {
  readonly #program: Program;
  readonly #thread: Thread;
  readonly #root: CFunction;
  readonly #arrivals: Arrival[];
  readonly #bears = new Map<CFunction, boolean>();
  /** Offsets of the conditions of loops with a stop inside. */
  readonly #stopLoops: ReadonlySet<number>;

  constructor(program: Program, thread: Thread, root: CFunction, arrivals: Arrival[]) {
    this.#program = program;
    this.#thread = thread;
    this.#root = root;
    this.#arrivals = arrivals;
    this.#stopLoops = new Set(thread.stops.flatMap(({ site }) => loopsAround(site)));
  }

  placesAt(state: State): Map<Key, Value> {
    return new Map([...state.values].filter(([name]) => this.#thread.keys.has(name)));
  }

  call(
    machine: Interpreter,
    name: string,
    call: CallExpr,
    frame: Frame,
    state: State,
  ): Outcome[] | undefined {
    if (CREATES.has(name)) return this.#create(call, frame, state);
    const stop = this.#thread.stops.find(({ site }) => site.call === call);
    if (stop) return this.#stop(machine, stop, frame, state);
    if (ATOMIC_EXCHANGES.has(name)) return this.#exchange(machine, call, frame, state);
    if (STOPS.has(name)) return [{ value: UNKNOWN, state }];
    if (name.startsWith("IS_ERR")) return this.#elementTest(call, state);
    if (GETS.has(name)) return this.#onTask(machine, call.args[0], frame, state, got);
    if (name.startsWith("wait_for_completion")) return [{ value: UNKNOWN, state: state.mark("waited") }];
    if (FREES.has(name)) return this.#free(machine, call, frame, state);
    if (PUTS.has(name))
      return this.#onTask(machine, call.args[0], frame, state, (id, at) => at.unmark(`got:${id}`));
    if (WAKES.has(name))
      return this.#onTask(machine, call.args[0], frame, state, (id, at) => at.mark(`woken:${id}`));
    if (SIGNALS.has(name)) {
      const task = call.args[SIGNALS.get(name) ?? 0];
      return this.#onTask(machine, task, frame, state, (id, at) => at.mark(`signalled:${id}`));
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

  #create(call: CallExpr, frame: Frame, state: State): Outcome[] {
    const creation = this.#thread.creations.find(({ site }) => site.call === call);
    if (!creation) {
      return [
        {
          value: { kind: "task", id: `other:${call.start}` },
          state: state.mark(`noterr:other:${call.start}`),
        },
        { value: ERROR, state },
      ];
    }
    const { fn } = frame;
    const step = { fn, range: call, truth: undefined };
    const again = [...state.marks].filter((mark) => mark.startsWith("stopped-by:"));
    const forgotten = again.reduce((at, mark) => at.unmark(mark), state);
    const fresh = ["got", "woken", "stopped", "signalled"].reduce(
      (at, mark) => at.unmark(`${mark}:${CREATED}`),
      forgotten,
    );
    const made = fresh.mark("created").mark(`noterr:${CREATED}`).mark(`nonnull:${CREATED}`);
    const good = creation.wakes ? made.mark(`woken:${CREATED}`) : made;
    const element = creation.site.parents.some(
      (parent) => parent.kind === "assign" && indexed(parent.target),
    );
    const failed = element ? state.mark("failing").unmark(`noterr:${CREATED}`) : state;
    return [
      {
        value: { kind: "task", id: CREATED },
        state: good.unmark("failing").step({ ...step, text: "creates the thread" }),
      },
      { value: ERROR, state: failed.mark("failed").step({ ...step, text: "creation fails: ERR_PTR" }) },
    ];
  }

  /** The test of the array element whose creation just failed; other elements may be fine. */
  #elementTest(call: CallExpr, state: State): Outcome[] | undefined {
    const [place] = call.args;
    if (!place || !indexed(place) || !state.marks.has("failing")) return undefined;
    return [{ value: ONE, state: state.unmark("failing").mark("failed-element") }];
  }

  #stop(machine: Interpreter, stop: Stop, frame: Frame, state: State): Outcome[] {
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

  #exchange(machine: Interpreter, call: CallExpr, frame: Frame, state: State): Outcome[] {
    const keys = call.args.flatMap((arg) => this.#program.keyOf(arg, frame.fn) ?? []);
    const marked = keys.reduce((at, key) => at.mark(`${ATOMIC_TEST}:${key}`), state);
    return machine.evaluateAll(call.args, frame, marked).map((after) => ({ value: UNKNOWN, state: after }));
  }

  /** The handle in a freed object is out of everybody's reach. */
  #free(machine: Interpreter, call: CallExpr, frame: Frame, state: State): Outcome[] {
    const struct = call.args
      .map((arg) => structNameOf(arg, frame.fn, this.#program))
      .find((name) => name !== undefined);
    const prefix = `field:${struct ?? ""}.`;
    return machine
      .evaluateAll(call.args, frame, state)
      .map((after) => ({ value: UNKNOWN, state: after.keepValues((name) => !name.startsWith(prefix)) }));
  }

  #onTask(
    machine: Interpreter,
    task: Expr | undefined,
    frame: Frame,
    state: State,
    change: (id: string, state: State) => State,
  ): Outcome[] {
    if (!task) return [{ value: UNKNOWN, state }];
    return machine.evaluate(task, frame, state).map(({ value, state: at }) => ({
      value,
      state: value.kind === "task" ? change(value.id, at) : at,
    }));
  }

  read(place: Expr, frame: Frame, state: State): Value {
    const key = this.#handleKey(place, frame);
    if (key === undefined) return UNKNOWN;
    // After a creation on this path, another element or alias of the handle is a thread that was created, too.
    return { kind: "task", id: state.marks.has("created") ? CREATED : BEFORE };
  }

  follows(place: Expr, frame: Frame): string | undefined {
    if (indexed(place)) return undefined; // one element of an array says nothing of the others
    const key = this.#handleKey(place, frame);
    return key === undefined || isLocal(key) ? undefined : key;
  }

  /** A path that comes by a loop of stops has seen to all threads, even if its condition is not known. */
  atLoop(head: Expr, state: State): State {
    return this.#stopLoops.has(head.start) ? state.mark("passed-stop-loop") : state;
  }

  /** `t[i] = NULL` or the like: the element whose creation failed is told from the others. */
  written(place: Expr, value: Value, frame: Frame, state: State): State {
    if (!indexed(place) || truthOf(value) !== false || this.#handleKey(place, frame) === undefined)
      return state;
    return state.unmark("failing").unmark("failed-element");
  }

  #handleKey(place: Expr, frame: Frame): Key | undefined {
    const key = this.#program.keyOf(place, frame.fn);
    if (key === undefined) return undefined;
    return [...this.#thread.keys].find((handle) => sameKey(handle, key));
  }

  enters(fn: CFunction): boolean {
    return this.#bearsOn(fn, 3);
  }

  #bearsOn(fn: CFunction, depth: number): boolean {
    const known = this.#bears.get(fn);
    if (known !== undefined) return known;
    this.#bears.set(fn, false);
    const bears = this.#program.callsIn(fn).some(({ call }) => {
      const name = calleeName(call) ?? "";
      if (this.#thread.stops.some(({ site }) => site.call === call)) return true;
      if (this.#thread.creations.some(({ site }) => site.call === call)) return true;
      const [first] = call.args;
      if (first && (GETS.has(name) || PUTS.has(name) || WAKES.has(name))) {
        const key = this.#program.keyOf(first, fn);
        if (key !== undefined && [...this.#thread.keys].some((handle) => sameKey(handle, key))) return true;
      }
      const callee = depth > 0 ? this.#program.lookup(name, fn) : undefined;
      return callee !== undefined && this.#bearsOn(callee, depth - 1);
    });
    this.#bears.set(fn, bears);
    return bears;
  }
}

/** A reference is taken; which locks were held then decides whether the thread was still there. */
function got(id: string, state: State): State {
  return heldLocks(state).reduce((after, lock) => after.mark(`got-under:${lock}`), state.mark(`got:${id}`));
}
