import { walkExpressions, type CFunction, type Expr } from "../source/index.ts";
import type { Driver, PlaceKey } from "./driver.ts";
import { storesOf } from "./stores.ts";
import type { WriteTable } from "./write-table.ts";

/** What stands for a number of the environment's where the driver keeps it to find it again. */
export const ECHO = "1";

/** Places in which the driver keeps a number of the environment's, and which it compares with that number only: that number's place. */
type Echoes = ReadonlyMap<PlaceKey, PlaceKey>;

const known = new WeakMap<WriteTable, Echoes>();

/**
 * The place of a number that the environment has, where a driver keeps it in another place, and later looks for that: `x->id = arg->id`
 * in the beginning, `x->id == arg->id` in the end.
 */
export function echoOf(driver: Driver, writes: WriteTable, kept: PlaceKey): PlaceKey | undefined {
  const echoes = known.get(writes) ?? read(driver, writes);
  known.set(writes, echoes);
  return echoes.get(kept);
}

function read(driver: Driver, writes: WriteTable): Echoes {
  const kept = new Map<PlaceKey, Set<PlaceKey | undefined>>();
  for (const fn of driver.functions.values())
    for (const { key, value } of storesOf(driver, fn)) {
      if (value.kind === "number") continue;
      const from = numberOf(driver, writes, value, fn);
      kept.set(key, (kept.get(key) ?? new Set()).add(from));
    }
  const echoes = new Map<PlaceKey, PlaceKey>();
  for (const [key, [from, ...more]] of kept)
    if (/^\w+\./.test(key) && from !== undefined && more.length === 0) echoes.set(key, from);
  // what is looked at for another reason than that has to have its value
  for (const fn of driver.functions.values())
    if (fn.body && echoes.size > 0)
      walkExpressions(fn.body, (expr) => {
        if (expr.kind === "assign" && expr.op !== "=") echoes.delete(driver.keyOf(expr.target, fn) ?? "");
        if (expr.kind !== "binary") return;
        for (const [side, other] of [
          [expr.left, expr.right],
          [expr.right, expr.left],
        ] as const) {
          const key = driver.keyOf(side, fn) ?? "";
          const isSearch = /^[=!]=$/.test(expr.op) && driver.keyOf(other, fn) === echoes.get(key);
          if (!isSearch) echoes.delete(key);
        }
      });
  return echoes;
}

/** The place of a number that only the environment writes. */
function numberOf(driver: Driver, writes: WriteTable, expr: Expr, fn: CFunction): PlaceKey | undefined {
  const key = expr.kind === "member" ? driver.keyOf(expr, fn) : undefined;
  const isOthers = key !== undefined && !key.startsWith("?") && !writes.has(key);
  return isOthers && driver.tagOf(expr, fn) === undefined && !driver.isPointer(expr, fn) ? key : undefined;
}
