import type { CallSite } from "../../check/index.ts";
import { FREES, LEAVES_NONE, LOCKS, UNLOCKS } from "../../kernel-api/index.ts";
import { calleeName, walkExpressions, type CFunction, type Expr, type Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { endOf, where, wordsOf, type HandleStop } from "../handle.ts";
import { CALL_DEPTH, threadOf, type Idiom, type Repair } from "../repair.ts";
import {
  followers,
  ifAround,
  type StatementPlace,
  placeOf,
  placesIn,
  predecessors,
} from "../statement-place.ts";
import { endsOf } from "../stop-edits.ts";

/** What the thread uses is freed when the thread is gone. */
export const STOP_BEFORE_FREE: Idiom = {
  title: "stop the thread before what it uses is freed",
  cost: "nothing",
  example: `kthread_stop(k);
kfree(ctx);`,
  apply(repair) {
    moveStops(
      repair,
      (stop) => predecessors(stop).findLast(({ fn, stmt }) => frees(repair, fn, stmt)),
      "before",
      "nothing is freed before the stop",
    );
  },
};

/** The stop with the `if` around it that asks for the handle alone. */
function outermost({ place }: HandleStop): StatementPlace {
  return ifAround(place) ?? place;
}

/**
 * Moves each stop to one side of a statement of its block, or the call of the function that stops to one of the caller's; where
 * there is none anywhere, says `otherwise`.
 */
export function moveStops(
  repair: Repair,
  goal: (stop: StatementPlace) => StatementPlace | undefined,
  side: "before" | "after",
  otherwise: string,
): void {
  let moved = 0;
  let stops = wholeStops(repair);
  for (let up = 0; up <= CALL_DEPTH; up++) {
    const stay = stops.filter(({ words, whole }) => !move(repair, words, whole, goal(whole), side));
    moved += stops.length - stay.length;
    stops = [...new Set(stay.map(({ whole }) => whole.fn))].flatMap((fn) => callsOf(repair, fn));
  }
  if (moved === 0) throw new CannotEdit(`${otherwise}, in the block that the stop stands in`);
}

/** The statements that are a call of the function, whose result nobody uses. */
function callsOf({ program }: Repair, fn: CFunction): { words: string; whole: StatementPlace }[] {
  return program
    .callersOf(fn)
    .filter((site) => !site.fn.isMacro)
    .map((site) => ({
      words: site.call.args.map((arg) => wordsOf(site.fn, arg)).join(" "),
      whole: placeOf(site.fn, site.call),
      call: site.call,
    }))
    .filter(({ whole: { stmt }, call }) => stmt.kind === "expr" && stmt.expr === call);
}

/** The statements that stop the thread; of a stop in a macro, where the macro is used for its handle. */
function wholeStops(repair: Repair): { words: string; whole: StatementPlace }[] {
  const { program } = repair;
  const { keys, stops } = threadOf(repair);
  const isHandle = (fn: CFunction, arg: Expr): boolean => keys.has(program.keyOf(arg, fn) ?? "");
  const macros = new Set(stops.map(({ site }) => site.fn).filter(({ isMacro }) => isMacro));
  if (macros.size === 0) return endsOf(repair).map(wholeOf);
  const uses = [...macros]
    .flatMap((macro) => program.callersOf(macro))
    .filter(({ fn, call }) => !fn.isMacro && call.args.some((arg) => isHandle(fn, arg)))
    .map(({ fn, call }) => ({
      words: call.args.map((arg) => wordsOf(fn, arg)).join(" "),
      whole: placeOf(fn, call),
    }));
  const plain = stops.filter(({ site }) => !site.fn.isMacro).map((stop) => wholeOf(endOf(stop)));
  return [...uses, ...plain];
}

function wholeOf(end: HandleStop): { words: string; whole: StatementPlace } {
  return { words: end.handle, whole: outermost(end) };
}

/**
 * Moves a statement to one side of another one, where there is one.
 * @param words whose meaning must be the same there
 * @returns whether there was
 */
export function move(
  { patch }: Repair,
  words: string,
  whole: StatementPlace,
  goal: StatementPlace | undefined,
  side: "before" | "after",
): boolean {
  if (!goal) return false;
  staysTheSame(words, whole, goal);
  patch.move(whole, goal, side);
  return true;
}

/** @throws CannotEdit when what is passed over on the way sets a variable that the moved words name, or the place itself */
export function staysTheSame(moved: string, whole: StatementPlace, goal: StatementPlace): void {
  const { fn } = whole;
  const [from, to] = [
    Math.min(whole.stmt.start, goal.stmt.start),
    Math.max(whole.stmt.start, goal.stmt.start),
  ];
  // a block begins where its first statement does
  const isPassed = ({ stmt }: StatementPlace): boolean =>
    from <= stmt.start && stmt.start <= to && !inside(whole, stmt) && !whole.around.includes(stmt);
  for (const { stmt } of placesIn(fn).filter(isPassed)) {
    const written = stmt.kind === "decl" ? stmt.declarators.map(({ name }) => name) : [];
    walkExpressions(stmt, (expr) => {
      if (expr.kind === "assign") written.push(wordsOf(fn, expr.target));
    });
    const set = written.find((name) => names(moved, name));
    if (set !== undefined) throw new CannotEdit(`${where(fn, stmt)}: ${set} is set between the two`);
  }
}

const inside = ({ stmt }: StatementPlace, inner: Stmt): boolean =>
  stmt.start <= inner.start && inner.end <= stmt.end;

/** Whether some words have a name in them that is not another one's member. */
export function names(words: string, name: string): boolean {
  return new RegExp(`(?<![\\w.>])${name.replace(/[^\w\s]/g, "\\$&")}(?!\\w)`).test(words);
}

/** A timer or work that wakes the thread may come until it was called off: so call it off before the thread is stopped. */
export const STOP_AFTER_CALLBACKS: Idiom = {
  title: "stop the thread when the timers and work that wake it are gone",
  cost: "nothing",
  example: `timer_delete_sync(&timer);
kthread_stop(k);`,
  apply(repair) {
    moveStops(
      repair,
      (stop) => followers(stop).findLast(({ stmt }) => isCall(stmt, LEAVES_NONE)),
      "after",
      "no timer or work is called off behind the stop",
    );
  },
};

/** The stop waits for the thread; the thread waits for the lock: so stop it when the lock is free. */
export const STOP_AFTER_UNLOCK: Idiom = {
  title: "stop the thread when the lock is free",
  cost: "between the unlock and the stop, others may see the thread's handle",
  example: `mutex_lock(&lock);
...
mutex_unlock(&lock);
kthread_stop(k);`,
  apply(repair) {
    let moved = 0;
    for (const end of endsOf(repair)) {
      const whole = outermost(end);
      const unlock = followers(whole).find(({ stmt }) => isCall(stmt, UNLOCKS));
      if (!unlock) continue;
      const [before] = predecessors(whole);
      const [after] = followers(whole);
      const alone = before && after?.stmt === unlock.stmt && isCall(before.stmt, LOCKS) ? before : undefined;
      if (alone) {
        repair.patch.remove(alone);
        repair.patch.remove(unlock);
      } else repair.patch.move(whole, unlock, "after");
      moved++;
    }
    if (moved === 0)
      throw new CannotEdit("no lock is dropped behind the stop, in the block that the stop stands in");
  },
};

/** A set of names, or what is known by name. */
type Names = Pick<ReadonlySet<string>, "has">;

export function isCall(stmt: Stmt, names: Names): boolean {
  return stmt.kind === "expr" && names.has(calleeName(stmt.expr) ?? "");
}

/** Whether a statement frees: itself, in a function it calls, or in one that is handed on, as by `kref_put(&p->ref, release)`. */
export function frees({ program }: Repair, fn: CFunction, stmt: Stmt): boolean {
  return program
    .callsIn(fn)
    .some(
      (site) =>
        stmt.start <= site.call.start && site.call.end <= stmt.end && freesBelow(program, site, CALL_DEPTH),
    );
}

function freesBelow(program: Repair["program"], { fn, call }: CallSite, left: number): boolean {
  const name = calleeName(call) ?? "";
  if (FREES.has(name)) return true;
  const handed = call.args.flatMap((arg) => (arg.kind === "name" ? [arg.name] : []));
  return (
    left > 0 &&
    [name, ...handed].some((one) => {
      const callee = program.lookup(one, fn);
      return (
        callee !== undefined && program.callsIn(callee).some((site) => freesBelow(program, site, left - 1))
      );
    })
  );
}

/** Two locks are taken in the order that the others take them in. */
export const SWAP_LOCKS: Idiom = {
  title: "take the two locks in one order everywhere",
  cost: "nothing",
  example: `mutex_lock(&a);
mutex_lock(&b);`,
  apply(repair) {
    const pairs = repair.program.indexed.filter(({ isMacro }) => !isMacro).flatMap(lockPairs);
    const wrong = pairs.find(({ first, second }) =>
      pairs.some((other) => other.first.name === second.name && other.second.name === first.name),
    );
    if (!wrong)
      throw new CannotEdit(
        "no two functions take the same two locks in two orders, one right after the other",
      );
    const { fn } = wrong.first.place;
    repair.patch.replace(fn.file, wrong.first.lock, wordsOf(fn, wrong.second.lock));
    repair.patch.replace(fn.file, wrong.second.lock, wordsOf(fn, wrong.first.lock));
    const [one, two] = [calleeOf(wrong.first.place), calleeOf(wrong.second.place)];
    if (one && two && wordsOf(fn, one) !== wordsOf(fn, two))
      throw new CannotEdit(`${where(fn, one)}: the two locks are of different kinds`);
  },
};

function calleeOf({ stmt }: StatementPlace): Expr | undefined {
  return stmt.kind === "expr" && stmt.expr.kind === "call" ? stmt.expr.callee : undefined;
}

interface Taken {
  readonly place: StatementPlace;
  readonly lock: Expr;
  readonly name: string;
}

function lockPairs(fn: CFunction): { first: Taken; second: Taken }[] {
  return placesIn(fn).flatMap((place) => {
    const first = taken(place);
    const [next] = followers(place);
    const second = next && taken(next);
    return first && second ? [{ first, second }] : [];
  });
}

function taken(place: StatementPlace): Taken | undefined {
  const { stmt, fn } = place;
  if (!isCall(stmt, LOCKS) || stmt.kind !== "expr" || stmt.expr.kind !== "call") return undefined;
  const [lock] = stmt.expr.args;
  return lock && { place, lock, name: wordsOf(fn, lock).replace(/\s/g, "") };
}
