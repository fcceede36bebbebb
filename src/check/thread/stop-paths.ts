import type { CFunction } from "../../source/index.ts";
import { isField, type Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import { Interpreter } from "../paths/interpreter.ts";
import type { PathEnd } from "../paths/semantics.ts";
import { State } from "../paths/state.ts";
import type { PathValue } from "../paths/value.ts";
import type { Arrival } from "./arrival.ts";
import { callbacksOf, type Callback } from "./callbacks.ts";
import type { AtomicSleep } from "./held-locks.ts";
import { FlagSide } from "./flag-side.ts";
import { moduleInitOf } from "./module-exit.ts";
import { probesOf } from "./probes.ts";
import { StopSide } from "./stop-side.ts";
import type { Thread } from "./thread.ts";
import { ToldFlags } from "./told-flags.ts";

/** What happened to the handle in a function that creates the thread, at one of its ends. */
export interface Made {
  readonly root: CFunction;
  readonly end: PathEnd;
  /** Value of each place that keeps the handle beyond the function. */
  readonly places: ReadonlyMap<Key, PathValue>;
}

export interface StopPaths {
  readonly arrivals: readonly Arrival[];
  readonly made: readonly Made[];
  /** Where the thread is created with a spinlock held, or while RCU is read. */
  readonly atomicCreations: readonly AtomicSleep[];
  /** The functions that create the thread. */
  readonly makers: ReadonlySet<CFunction>;
  /** Work, timers and tasklets that stop the thread. */
  readonly callbacks: readonly Callback[];
  readonly complete: boolean;
}

export const LIMITS = { states: 8_000, depth: 3 };

/** Explores all functions from which a stop or a creation of the thread is reached. */
export function stopPathsOf(program: SourceProgram, thread: Thread): StopPaths {
  const arrivals: Arrival[] = [];
  const made: Made[] = [];
  const atomicCreations: AtomicSleep[] = [];
  let complete = true;
  const makers = makersOf(program, thread);
  const stoppers = new Set(
    thread.stops
      .flatMap(({ site }) => [...callersUpTo(program, site.fn, 2)])
      .filter((root) => !belongsTo(program, root, thread)),
  );
  const callbacks = callbacksOf(program).filter(({ fn }) => stoppers.has(fn));
  for (const root of new Set([...makers, ...stoppers])) {
    const explored = exploreFrom(program, thread, root, arrivals, callbacks);
    complete &&= explored.complete;
    atomicCreations.push(...explored.side.atomicCreations);
    if (makers.has(root)) made.push(...madeOn(root, explored));
  }
  return { arrivals, made, atomicCreations, makers, callbacks, complete };
}

/** What becomes of the handle in those that call a function that creates the thread; nothing of one that has too many ways. */
export function madeByCallers(program: SourceProgram, thread: Thread, maker: CFunction): Made[] {
  return [...callersUpTo(program, maker, 1)].flatMap((root) => {
    if (root === maker) return [];
    const explored = exploreFrom(program, thread, root);
    return explored.complete ? madeOn(root, explored) : [];
  });
}

/** The ways out of a function, and what became of the thread on each; undefined when there are too many. */
export function endsOf(
  program: SourceProgram,
  thread: Thread,
  root: CFunction,
): readonly PathEnd[] | undefined {
  const { ends, complete } = exploreFrom(program, thread, root);
  return complete ? ends : undefined;
}

interface Explored {
  readonly side: StopSide;
  readonly ends: readonly PathEnd[];
  readonly complete: boolean;
}

/** All ways through one function, with the arrivals at stops on them. */
function exploreFrom(
  program: SourceProgram,
  thread: Thread,
  root: CFunction,
  arrivals: Arrival[] = [],
  callbacks: readonly Callback[] = [],
): Explored {
  const explore = (side: StopSide): Explored => {
    const machine = new Interpreter(program, side, LIMITS);
    const ends = machine.run(root, State.EMPTY);
    return { side, ends, complete: machine.complete };
  };
  const flags = ToldFlags.within(program, thread, root);
  if (!flags.isEmpty) {
    const side = new FlagSide(program, thread, root, flags, freshFor(program, root), callbacks);
    const explored = explore(side);
    if (explored.complete) {
      arrivals.push(...side.arrivals);
      return explored;
    }
  }
  // what flags say makes more ways: where these are too many, those without are still followed
  return explore(new StopSide(program, thread, root, arrivals, callbacks));
}

/** Which flags nobody has set before a function begins: all before init, those of a device's objects before its probe function. */
function freshFor(program: SourceProgram, root: CFunction): (name: Key) => boolean {
  const isInit = moduleInitOf(root.file) === root;
  const isProbe = probesOf(program).includes(root);
  return (name) => isInit || (isProbe && isField(name));
}

function madeOn(root: CFunction, { side, ends }: Explored): Made[] {
  return ends.map((end) => ({ root, end, places: side.placesAt(end.state) }));
}

/** Whether only the thread itself calls the function: what it stops there is another one. */
function belongsTo(program: SourceProgram, fn: CFunction, { fn: own }: Thread): boolean {
  if (own === undefined || fn === own) return fn === own;
  const callers = program.isMentioned(fn) ? [] : program.callersOf(fn);
  return callers.length > 0 && callers.every((site) => site.fn === own);
}

/** Functions that create the thread; who calls them, when they only hand its handle on. */
function makersOf(program: SourceProgram, thread: Thread): Set<CFunction> {
  return new Set(
    thread.creations.flatMap(({ site, namedAt, returned }) => {
      const maker = namedAt === site ? site.fn : namedAt.fn;
      return [...callersUpTo(program, maker, returned || maker.isMacro ? 1 : 0)];
    }),
  );
}

/** The functions from which one is reached within so many calls; itself when anybody may call it. */
function callersUpTo(program: SourceProgram, fn: CFunction, height: number): Set<CFunction> {
  const callers = program.isMentioned(fn) ? [] : [...new Set(program.callersOf(fn).map((site) => site.fn))];
  if (height === 0 || (callers.length === 0 && !fn.isMacro)) return new Set([fn]);
  return new Set(
    callers
      .filter((caller) => caller !== fn)
      .flatMap((caller) => [...callersUpTo(program, caller, height - 1)]),
  );
}
