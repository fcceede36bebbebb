import { calleeName, walkExpressions } from "../source/index.ts";
import { callsOf, nameBehind } from "./calls.ts";
import type { Driver, Key } from "./driver.ts";
import { classOf, CREATES } from "./words.ts";

/** How a place is written. */
interface Writers {
  /** It counts in a thread: it would have no end of values. */
  counts: boolean;
  /** Its address goes to a call of the environment. */
  leaks: boolean;
}

/** The same, for every place that the driver writes. */
export type WriteTable = ReadonlyMap<Key, Writers>;

/** Functions that run as a kthread, by name. */
export function threadFunctions(driver: Driver): Set<string> {
  const found = new Set<string>();
  for (const fn of driver.functions.values())
    for (const { args } of callsOf(fn, CREATES)) {
      const start = args[0] && nameBehind(args[0]);
      if (start !== undefined && driver.functions.has(start)) found.add(start);
    }
  return found;
}

/** What is written, over the whole driver; `threads` are the functions that threads run. */
export function writeTable(driver: Driver, threads: ReadonlySet<string>): WriteTable {
  const table = new Map<Key, Writers>();
  const inThreads = reachable(driver, threads);
  const at = (key: Key): Writers => {
    let writers = table.get(key);
    if (!writers) table.set(key, (writers = { counts: false, leaks: false }));
    return writers;
  };
  for (const fn of driver.functions.values()) {
    if (!fn.body) continue;
    walkExpressions(fn.body, (expr) => {
      if (expr.kind === "assign") {
        const key = driver.keyOf(expr.target, fn);
        if (key === undefined) return;
        at(key).counts ||= expr.op !== "=" && !/[|&]/.test(expr.op) && inThreads.has(fn.name);
      } else if (expr.kind === "unary" && (expr.op === "++" || expr.op === "--")) {
        const key = driver.keyOf(expr.operand, fn);
        if (key === undefined) return;
        at(key).counts ||= inThreads.has(fn.name);
      } else if (expr.kind === "call") {
        const name = calleeName(expr);
        for (const arg of expr.args) {
          if (arg.kind !== "unary" || arg.op !== "&") continue;
          const key = driver.keyOf(arg.operand, fn);
          if (key === undefined) continue;
          // what is no object of the kernel's may be written by whoever has its address: a thread, the driver, the environment
          const isObject =
            name !== undefined && driver.model.calls.has(name) && !/^(none|thread)$/.test(classOf(name));
          at(key).leaks ||= !isObject;
        }
      }
    });
  }
  return table;
}

function reachable(driver: Driver, from: ReadonlySet<string>): Set<string> {
  const found = new Set(from);
  for (const name of found) {
    const body = driver.functions.get(name)?.body;
    if (body)
      walkExpressions(body, (expr) => {
        const callee = calleeName(expr);
        if (callee !== undefined && driver.functions.has(callee)) found.add(callee);
      });
  }
  return found;
}
