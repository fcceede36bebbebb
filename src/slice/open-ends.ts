import {
  calleeName,
  innerStatements,
  walkExpressions,
  type CFunction,
  type Expr,
  type Stmt,
} from "../source/index.ts";
import { callsOf } from "./calls.ts";
import type { Driver, Key } from "./driver.ts";
import type { Facts } from "./facts.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { KeptFunction } from "./slicer.ts";
import { CREATES } from "./words.ts";

/** Waits for a thread's end. */
const STOPS = /^(kthread_stop|kthread_stop_put)$/;

/**
 * Threads that the driver stops in an operation which the kernel need not call after the one that creates them, as far as names
 * tell: whether such a thread is left behind, a run of the part cannot say.
 * @param reach the functions that a root calls, itself included
 * @returns the functions that create them
 */
export function openEnds(
  driver: Driver,
  facts: Facts,
  kept: readonly KeptFunction[],
  { exit, finals, binds, sessions }: Lifecycle,
  roots: readonly string[],
  reach: (root: string) => ReadonlySet<string>,
): string[] {
  const functions = kept.map(({ fn }) => fn);
  const rootsOf = (fn: CFunction): string[] => roots.filter((root) => reach(root).has(fn.name));
  const stops = functions.flatMap((fn) =>
    callsOf(fn, STOPS).flatMap(({ args: [thread] }) => {
      const key = thread && driver.keyOf(thread, fn);
      return key === undefined ? [] : [{ key, roots: rootsOf(fn) }];
    }),
  );
  const always = new Set([
    ...(exit === undefined ? [] : [exit]),
    ...finals,
    ...binds.flatMap(({ ends, isGuess }) => (isGuess ? [] : ends)),
  ]);
  const isSure = (creator: string, stopper: string): boolean =>
    stopper === creator ||
    always.has(stopper) ||
    sessions.some(({ begin, ends }) => begin === creator && ends.includes(stopper));
  // each call makes an object with a thread of its own: an end that is called once ends one of them
  const makes = (creator: string, tag: string): boolean =>
    kept.some(
      ({ fn, body }) =>
        reach(creator).has(fn.name) && body.lines.some(({ text }) => text.includes(`unoops_new_${tag}()`)),
    );
  const isOwn = (creator: string): boolean => binds.some(({ begin }) => begin === creator);
  const open = new Set<string>();
  for (const fn of functions)
    for (const key of creationsIn(driver, fn)) {
      const places = placesFrom(facts, key);
      const stoppers = stops.filter((stop) => places.has(stop.key)).flatMap((stop) => stop.roots);
      if (stoppers.length === 0) continue;
      const creators = rootsOf(fn);
      const [tag = ""] = key.split(".");
      const isMany = (creator: string): boolean =>
        facts.allocated.has(tag) && !isOwn(creator) && makes(creator, tag);
      const isEnded = (creator: string): boolean =>
        !isMany(creator) && stoppers.some((stopper) => isSure(creator, stopper));
      if (creators.length === 0 ? !stoppers.some((one) => always.has(one)) : !creators.every(isEnded))
        open.add(fn.name);
    }
  return [...open];
}

/** Where the handles of the threads that a function creates go first. */
function creationsIn(driver: Driver, fn: CFunction): Key[] {
  const found: Key[] = [];
  const read = (stmt: Stmt): void => {
    if (stmt.kind === "return" && isCreation(stmt.value)) found.push(`${fn.name}()`);
    if (stmt.kind === "decl")
      for (const { name, init } of stmt.declarators) if (isCreation(init)) found.push(`${fn.name}:${name}`);
    for (const inner of innerStatements(stmt)) read(inner);
  };
  if (!fn.body) return found;
  read(fn.body);
  walkExpressions(fn.body, (expr) => {
    const key = expr.kind === "assign" && isCreation(expr.value) ? driver.keyOf(expr.target, fn) : undefined;
    if (key !== undefined) found.push(key);
  });
  return found;
}

/** A place, and those that its value goes to. */
function placesFrom({ flows }: Facts, key: Key): Set<Key> {
  const places = new Set([key]);
  for (const place of places) for (const next of flows.get(place) ?? []) places.add(next);
  return places;
}

function isCreation(expr: Expr | undefined): boolean {
  const name = expr && calleeName(expr);
  return name !== undefined && CREATES.test(name);
}
