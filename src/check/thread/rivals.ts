import { EXCHANGES, STOPS } from "../../kernel-api/index.ts";
import { calleeName, type CFunction, type Expr } from "../../source/index.ts";
import { isField, keyOfGlobal, lastWord, sameKey, type Key } from "../code/key.ts";
import { functionsWithin } from "../code/reach.ts";
import type { SourceProgram, Write } from "../code/program.ts";
import type { PathEnd } from "../paths/semantics.ts";
import { allSteps, type State } from "../paths/state.ts";
import { truthOf } from "../paths/value.ts";
import { BEFORE, CLEARED, FREED } from "./arrival.ts";
import { isFromInput } from "./from-input.ts";
import { armingsOf, type Callback } from "./callbacks.ts";
import { isZero } from "./settled.ts";
import { rootOf } from "./objects.ts";
import { endsOf, type StopPaths } from "./stop-paths.ts";
import { lastingKey, type Thread } from "./thread.ts";
import { calledByOthers, type CalledByOthers } from "./user-operations.ts";

/**
 * A function that others than the thread's starter call while the thread lives, and that stops the thread or clears its handle: a
 * work, a timer, a tasklet, or what user space does with a file.
 */
export interface Rival extends CalledByOthers {
  /** The one lasting place of the handle. */
  readonly key: Key;
  /** Where it sets NULL. */
  readonly clearing: Write | undefined;
  /** The ways out on which the thread was stopped, and the place still holds its handle. */
  readonly stale: readonly PathEnd[];
  /** Those on which it holds NULL from then on. */
  readonly cleared: readonly PathEnd[];
  /** Of those that clear it, the ones on which there was a thread, and nobody stopped it. */
  readonly dropped: readonly PathEnd[];
}

export function rivalsOf(program: SourceProgram, thread: Thread, paths: StopPaths): Rival[] {
  const key = lastingKey(thread);
  if (key === undefined || thread.stops.length === 0) return [];
  if (key.startsWith("field:*.")) return []; // whose field it is nobody knows
  const clearings = program.writesTo(key).filter(({ value }) => isZero(value));
  const touching = new Set([...clearings.map(({ fn }) => fn), ...thread.stops.map(({ site }) => site.fn)]);
  const touches = (fn: CFunction): boolean => reachOf(program, fn).some((one) => touching.has(one));
  return calledByOthers(program).flatMap(({ fn, callback }): Rival[] => {
    if ((callback && paths.makers.has(fn)) || fn === thread.fn || !touches(fn)) return [];
    if (callback && !(isOfObject(callback, key) && armingsOf(program, callback).length > 0)) return [];
    const ends = (endsOf(program, thread, fn) ?? []).filter(
      ({ state }) => !["created", "failed", FREED].some((mark) => state.marks.has(mark)),
    );
    const holdsNull = ({ state }: PathEnd): boolean =>
      [...state.values].some(([name, value]) => sameKey(name, key) && truthOf(value) === false);
    const cleared = ends.filter((end) => end.state.marks.has(CLEARED) && holdsNull(end));
    return [
      {
        fn,
        callback,
        key,
        clearing: clearings.find((write) => reachOf(program, fn).includes(write.fn)),
        stale: ends.filter((end) => hasStopped(end) && !holdsNull(end)),
        cleared,
        dropped: cleared.filter((end) => !hasStopped(end) && !foundNone(end)),
      },
    ];
  });
}

/** A handle in an object is the callback's own where the callback lies in an object of the same struct. */
function isOfObject({ key: own }: Callback, key: Key): boolean {
  const [struct = ""] = /^field:[^.]*\./.exec(key) ?? [""];
  return key.startsWith("global:") || own.startsWith(struct);
}

/** A function, and those that it calls. */
function reachOf(program: SourceProgram, fn: CFunction): CFunction[] {
  return [...functionsWithin(program, fn, 2)];
}

/**
 * Whether a path to a stop, or one through a rival, goes by the outcome of something that the other side has to do with as well: then
 * it may know what the other has done. The handle itself says nothing else than whether it is NULL.
 */
export function goesByWhat(
  program: SourceProgram,
  thread: Thread,
  { trail }: State,
  other: CFunction,
): boolean {
  const text = reachOf(program, other)
    .map(({ file, start, end }) => file.text.slice(start, end))
    .join("\n");
  const theirs = new Set(text.match(/\w+/g));
  const handles = new Set([...thread.keys].map(lastWord));
  return allSteps(trail).some(({ fn, range, truth, test, inside }) => {
    if (truth === undefined || inside || (test && isFromInput(test, fn))) return false;
    const tested = fn.file.text.slice(range.start, range.end).replace(/\w+\s*(->|\.)\s*/g, "");
    return [...tested.matchAll(/([A-Za-z_]\w*)\s*(\()?/g)].some(([, word = "", called]) => {
      if (handles.has(word) || HARMLESS.test(word)) return false;
      return called !== undefined || fn.locals.has(word) || theirs.has(word);
    });
  });
}

/** What a test of a handle is written with. */
const HARMLESS = /^(NULL|IS_ERR|IS_ERR_OR_NULL|PTR_ERR\w*|READ_ONCE|WARN_ON\w*|likely|unlikely|xchg)$/;

/** Whether every place where the function, or one that it calls, sets NULL does so in one step with reading what was there. */
export function exchanges(program: SourceProgram, fn: CFunction, key: Key): boolean {
  const own = new Set(reachOf(program, fn));
  const writes = program.writesTo(key).filter((write) => own.has(write.fn));
  return writes.length > 0 && writes.every(({ expr }) => EXCHANGES.has(calleeName(expr) ?? ""));
}

/** Whether two functions reach the handle of one object: a variable, or a field that both reach in the same way. */
export function isSamePlace(program: SourceProgram, { callback, fn, key }: Rival, other: CFunction): boolean {
  if (key.startsWith("global:")) return true;
  if (callback && isField(callback.key)) return true;
  const [here, there] = [fn, other].map((one) => globalsTo(program, one, key));
  return [...(here ?? [])].some((name) => there?.has(name));
}

/** Variables of a file through which a function, or one that it calls, writes or stops what a place holds. */
function globalsTo(program: SourceProgram, fn: CFunction, key: Key): Set<string> {
  const own = new Set(reachOf(program, fn));
  const places = [
    ...program.writesTo(key).map(({ fn: writer, expr }) => ({ fn: writer, place: targetOf(expr) })),
    ...[...STOPS.keys()].flatMap((name) =>
      program.callsOf(name).map((site) => ({ fn: site.fn, place: site.call.args[0] })),
    ),
  ];
  return new Set(
    places.flatMap(({ fn: user, place }) => {
      const root = own.has(user) && place ? rootOf(place) : undefined;
      return root === undefined || user.locals.has(root) ? [] : keyOfGlobal(root, user.file, program);
    }),
  );
}

function targetOf(expr: Expr): Expr | undefined {
  return expr.kind === "assign" ? expr.target : undefined;
}

/** Whether the handle turned out to be NULL or an ERR_PTR. */
function foundNone({ state: { marks } }: PathEnd): boolean {
  return marks.has(`null:${BEFORE}`) || marks.has(`iserr:${BEFORE}`);
}

function hasStopped({ state }: PathEnd): boolean {
  return state.marks.has(`stopped:${BEFORE}`);
}
