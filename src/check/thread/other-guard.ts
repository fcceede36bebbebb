import { childrenOf, conjunctsOf, type Expr } from "../../source/index.ts";
import type { SourceProgram, Write } from "../code/program.ts";
import { sitesWithin } from "../code/reach.ts";
import { isLocal } from "../code/key.ts";
import { isZero } from "./settled.ts";
import { statementsAround, testsAround } from "./loops.ts";
import type { Stop, Thread } from "./thread.ts";

/** Whether a condition around the stop asks for something else than the handle, which may tell that creation failed. */
export function hasOtherGuard(program: SourceProgram, { site, key }: Stop): boolean {
  return testsAround(site).some((test) =>
    placesIn(test).some((place) => program.keyOf(place, site.fn) !== key),
  );
}

/** How deep below a thread function its flags are looked for. */
const DEPTH = 2;

/**
 * Whether the stop is made only where a flag is set that the thread alone sets, and takes back when it goes: then a thread is
 * there, and the handle is its own. One whose creation failed has set nothing.
 */
export function isSaidByThread(program: SourceProgram, thread: Thread, { site }: Stop): boolean {
  const { fn } = thread;
  if (!fn) return false;
  const own = new Set([fn, ...sitesWithin(program, fn, DEPTH).map((call) => call.fn)]);
  const isTakenBack = ({ fn: writer, value }: Write): boolean => own.has(writer) && isZero(value);
  return statementsAround(site).some((stmt) => {
    if (stmt.kind !== "if" || site.call.start < stmt.yes.start || site.call.start >= stmt.yes.end)
      return false;
    return conjunctsOf(stmt.test).some((flag) => {
      const key = flag.kind === "call" ? undefined : program.keyOf(flag, site.fn);
      if (key === undefined || isLocal(key) || thread.keys.has(key)) return false;
      const writes = program.writesTo(key);
      const others = writes.filter(({ fn: writer, value }) => !own.has(writer) && !isZero(value));
      return writes.some(({ value }) => !isZero(value)) && others.length === 0 && writes.some(isTakenBack);
    });
  });
}

/** The innermost names, fields and elements that an expression reads. */
export function placesIn(expr: Expr): Expr[] {
  if (expr.kind === "member" || expr.kind === "index" || expr.kind === "name") return [expr];
  const children = expr.kind === "call" ? expr.args : childrenOf(expr);
  return children.flatMap(placesIn);
}
