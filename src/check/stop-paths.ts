import { calleeName, innerStatements, type CFunction, type Expr, type Stmt } from "../source/index.ts";
import {
  Interpreter,
  type CallExpr,
  type End,
  type Frame,
  type Outcome,
  type Semantics,
} from "./interpreter.ts";
import { isLocal, sameKey, structNameOf, type Key } from "./key.ts";
import {
  ATOMIC_EXCHANGES,
  CREATES,
  FREES,
  GETS,
  LOCKS,
  PUTS,
  SIGNALS,
  STOPS,
  UNLOCKS,
  WAKES,
} from "./kernel-calls.ts";
import type { CallSite, Program } from "./program.ts";
import { State } from "./state.ts";
import type { Stop, Thread } from "./thread.ts";
import { ERROR, ONE, truthOf, UNKNOWN, type Value } from "./value.ts";

/** A path that arrives at a stop of the thread, and what is known of the handle there. */
export interface Arrival {
  readonly stop: Stop;
  /** Where the path begins. */
  readonly root: CFunction;
  /** What is passed to kthread_stop(). */
  readonly handle: Value;
  /** Marks: `got:ID`, `woken:ID`, `nonnull:ID`, `noterr:ID`, `stopped:ID`, `lock:KEY`, `failed-element`. */
  readonly state: State;
}

/** What happened to the handle in a function that creates the thread, at one of its ends. */
export interface Made {
  readonly root: CFunction;
  readonly end: End;
  /** Value of each place that keeps the handle beyond the function. */
  readonly places: ReadonlyMap<Key, Value>;
}

export interface StopPaths {
  readonly arrivals: readonly Arrival[];
  readonly made: readonly Made[];
  /** The functions that create the thread. */
  readonly makers: ReadonlySet<CFunction>;
  readonly complete: boolean;
}

/** `atomic-test:KEY` marks a path that went by the outcome of an atomic exchange. */
export const ATOMIC_TEST = "atomic-test";

/** The handle's task when the path begins: it was created some time before. */
export const BEFORE = "handle";
/** The task that this very path creates. */
export const CREATED = "created";

const LIMITS = { states: 8_000, depth: 3 };

/** Explores all functions from which a stop or a creation of the thread is reached. */
export function stopPathsOf(program: Program, thread: Thread): StopPaths {
  const arrivals: Arrival[] = [];
  const made: Made[] = [];
  let complete = true;
  const makers = makersOf(program, thread);
  const stoppers = new Set(
    thread.stops
      .flatMap(({ site }) => [...callersUpTo(program, site.fn, 2)])
      .filter((root) => !belongsTo(program, root, thread)),
  );
  for (const root of new Set([...makers, ...stoppers])) {
    const side = new StopSide(program, thread, root, arrivals);
    const machine = new Interpreter(program, side, LIMITS);
    const ends = machine.run(root, State.EMPTY);
    complete &&= machine.complete;
    if (makers.has(root)) for (const end of ends) made.push({ root, end, places: side.placesAt(end.state) });
  }
  return { arrivals, made, makers, complete };
}

/** Whether only the thread itself calls the function: what it stops there is another one. */
function belongsTo(program: Program, fn: CFunction, { fn: own }: Thread): boolean {
  if (own === undefined || fn === own) return fn === own;
  const callers = program.isMentioned(fn) ? [] : program.callersOf(fn);
  return callers.length > 0 && callers.every((site) => site.fn === own);
}

/** Functions that create the thread; who calls them, when they only hand its handle on. */
function makersOf(program: Program, thread: Thread): Set<CFunction> {
  return new Set(
    thread.creations.flatMap(({ site, namedAt, returned }) => {
      const maker = namedAt === site ? site.fn : namedAt.fn;
      return [...callersUpTo(program, maker, returned || maker.isMacro ? 1 : 0)];
    }),
  );
}

/** The functions from which one is reached within so many calls; itself when anybody may call it. */
function callersUpTo(program: Program, fn: CFunction, height: number): Set<CFunction> {
  const callers = program.isMentioned(fn) ? [] : [...new Set(program.callersOf(fn).map((site) => site.fn))];
  if (height === 0 || (callers.length === 0 && !fn.isMacro)) return new Set([fn]);
  return new Set(
    callers
      .filter((caller) => caller !== fn)
      .flatMap((caller) => [...callersUpTo(program, caller, height - 1)]),
  );
}

/** The meaning of calls to somebody who holds the thread's handle. */
class StopSide implements Semantics {
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
    if (FREES.has(name)) return this.#free(machine, call, frame, state);
    if (PUTS.has(name))
      return this.#onTask(machine, call.args[0], frame, state, (id, at) => at.unmark(`got:${id}`));
    if (WAKES.has(name))
      return this.#onTask(machine, call.args[0], frame, state, (id, at) => at.mark(`woken:${id}`));
    if (SIGNALS.has(name)) {
      const task = call.args[SIGNALS.get(name) ?? 0];
      return this.#onTask(machine, task, frame, state, (id, at) => at.mark(`signalled:${id}`));
    }
    const lock = LOCKS.has(name) || UNLOCKS.has(name) ? call.args[0] : undefined;
    const key = lock && this.#program.keyOf(lock, frame.fn);
    if (key !== undefined) {
      const kind = LOCKS.get(name)?.kind;
      const marks = [`lock:sleeping:${key}`, `lock:spinning:${key}`];
      const after = kind
        ? state.mark(`lock:${kind}:${key}`)
        : marks.reduce((at, mark) => at.unmark(mark), state);
      return [{ value: UNKNOWN, state: after }];
    }
    return undefined;
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

/** Where the conditions of the loops around a call begin. */
function loopsAround({ fn, call }: CallSite): number[] {
  const heads: number[] = [];
  const visit = (stmt: Stmt): void => {
    if (call.start < stmt.start || call.end > stmt.end) return;
    if (stmt.kind === "while" || stmt.kind === "do") heads.push(stmt.test.start);
    else if (stmt.kind === "for" && stmt.test) heads.push(stmt.test.start);
    else if (stmt.kind === "macro" && stmt.loop) heads.push(stmt.head.start);
    for (const inner of innerStatements(stmt)) visit(inner);
  };
  if (fn.body) visit(fn.body);
  return heads;
}

/** A reference is taken; which locks were held then decides whether the thread was still there. */
function got(id: string, state: State): State {
  const locks = [...state.marks].flatMap((mark) => /^lock:\w+:(.*)$/.exec(mark)?.[1] ?? []);
  return locks.reduce((after, lock) => after.mark(`got-under:${lock}`), state.mark(`got:${id}`));
}

function indexed(place: Expr): boolean {
  if (place.kind === "index") return true;
  return place.kind === "member" && indexed(place.object);
}
