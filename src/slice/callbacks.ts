import { ARMS, BINDS, ENDS_ALL_WORK, LEAVES_NONE } from "../kernel-api/index.ts";
import { calleeName, type CFunction, type Expr } from "../source/index.ts";
import { behind, callsOf } from "./calls.ts";
import type { Driver, PlaceKey } from "./driver.ts";

/** The function that a variable calls, which is a timer, work or a tasklet: `static DECLARE_WORK(work, job);`. */
export function callbacksOf(driver: Driver): Map<PlaceKey, string> {
  const found = new Map<PlaceKey, string>();
  for (const { topLevelCalls } of driver.files)
    for (const { name, args } of topLevelCalls) {
      const calls = args[BINDS.get(name)?.functionArg ?? 0] ?? "";
      if (BINDS.has(name) && driver.functions.has(calls)) found.set(`:${args[0]}`, calls);
    }
  return found;
}

/**
 * Variables of the driver's that it sets going and never waits for: of these reading says that they outlive the module
 * (check/rules/callback-outlives.ts), and a run shows it.
 */
export function neverEnded(driver: Driver): Set<PlaceKey> {
  if (driver.unloads() !== true) return new Set();
  const armed = new Map<PlaceKey, boolean>();
  const ended = new Set<PlaceKey>();
  let endsAll = false;
  for (const fn of driver.functions.values())
    for (const call of callsOf(
      fn,
      (name) => ARMS.has(name) || LEAVES_NONE.has(name) || ENDS_ALL_WORK.has(name),
    )) {
      const name = calleeName(call) ?? "";
      const arms = ARMS.get(name);
      const key = keyOfOwn(call.args[arms?.arg ?? 0], driver, fn);
      endsAll ||= ENDS_ALL_WORK.has(name);
      if (key === undefined) continue;
      if (arms) armed.set(key, arms.kind.endsWith("work"));
      else ended.add(key);
    }
  return new Set([...armed].flatMap(([key, isWork]) => (ended.has(key) || (isWork && endsAll) ? [] : [key])));
}

/** `&timer`, `&state.timer` of a variable of the driver's. */
function keyOfOwn(what: Expr | undefined, driver: Driver, fn: CFunction): PlaceKey | undefined {
  let inner = what && behind(what);
  while (inner?.kind === "member" && !inner.arrow) inner = inner.object;
  const isOwn =
    inner?.kind === "name" && !driver.locals(fn).has(inner.name) && driver.hasVariable(inner.name, fn);
  return what && isOwn ? driver.keyOf(what, fn) : undefined;
}
