import { COMPLETES_FIRST } from "../kernel-api/index.ts";
import { calleeName, innerStatements, walkExpressions, type CFunction, type Stmt } from "../source/index.ts";
import { callsOf } from "./calls.ts";
import type { Driver, PlaceKey } from "./driver.ts";
import { classOf } from "./words.ts";

/** Tells others, by a completion or a queue that they wait for. */
const TELLS = /^(wake_up(?!_process|_state)\w*|swake_up\w*)$/;

/**
 * The places by which a thread's function says that it is done: what it completes or wakes outside of its loops, itself or by a function that
 * it calls there.
 */
export function toldAtTheEnd(driver: Driver, start: string, above: readonly string[] = []): Set<PlaceKey> {
  const told = new Set<PlaceKey>();
  const fn = driver.functions.get(start);
  if (!fn?.body || above.includes(start)) return told;
  const looped: Stmt[] = [];
  const gather = (stmt: Stmt): void => {
    if (stmt.kind === "while" || stmt.kind === "do" || stmt.kind === "for") looped.push(stmt);
    else for (const inner of innerStatements(stmt)) gather(inner);
  };
  gather(fn.body);
  walkExpressions(fn.body, (expr) => {
    const name = calleeName(expr);
    if (expr.kind !== "call" || name === undefined) return;
    if (looped.some((loop) => loop.start <= expr.start && expr.end <= loop.end)) return;
    const [place] = expr.args;
    if (COMPLETES_FIRST.has(name) || TELLS.test(name)) {
      const key = place && driver.keyOf(place, fn);
      if (key !== undefined) told.add(key);
    } else if (driver.functions.has(name))
      for (const key of toldAtTheEnd(driver, name, [...above, start])) told.add(key);
  });
  return told;
}

/** Whether a function waits for something that is told by one of these places. */
export function waitsFor(driver: Driver, fn: CFunction, places: ReadonlySet<PlaceKey>): boolean {
  return callsOf(fn, (name) => classOf(name) === "wait").some(({ args: [place] }) => {
    const key = place && driver.keyOf(place, fn);
    return key !== undefined && places.has(key);
  });
}
