import { calleeName, walkExpressions } from "../source/index.ts";
import type { Driver, Key } from "./driver.ts";
import type { Writers, WriteTable } from "./facts.ts";
import { classOf, CREATES } from "./words.ts";

/** Functions that run as a kthread, by name. */
export function threadFunctions(driver: Driver): Set<string> {
  const found = new Set<string>();
  for (const fn of driver.functions.values())
    if (fn.body)
      walkExpressions(fn.body, (expr) => {
        const name = calleeName(expr);
        if (expr.kind !== "call" || name === undefined || !CREATES.test(name)) return;
        let [start] = expr.args;
        while (start?.kind === "cast" || (start?.kind === "unary" && start.op === "&")) start = start.operand;
        if (start?.kind === "name" && driver.functions.has(start.name)) found.add(start.name);
      });
  return found;
}

/** Who writes what, over the whole driver; `threads` are the functions that threads run. */
export function writeTable(driver: Driver, threads: ReadonlySet<string>): WriteTable {
  const table = new Map<Key, Writers>();
  const inThreads = reachable(driver, threads);
  const at = (key: Key): Writers => {
    let writers = table.get(key);
    if (!writers) table.set(key, (writers = { functions: new Set(), counts: false, leaks: false }));
    return writers;
  };
  for (const fn of driver.functions.values()) {
    if (!fn.body) continue;
    walkExpressions(fn.body, (expr) => {
      if (expr.kind === "assign") {
        const key = driver.keyOf(expr.target, fn);
        if (key === undefined) return;
        at(key).functions.add(fn.name);
        if (expr.op !== "=" && !/[|&]/.test(expr.op) && inThreads.has(fn.name)) at(key).counts = true;
      } else if (expr.kind === "unary" && (expr.op === "++" || expr.op === "--")) {
        const key = driver.keyOf(expr.operand, fn);
        if (key === undefined) return;
        at(key).functions.add(fn.name);
        if (inThreads.has(fn.name)) at(key).counts = true;
      } else if (expr.kind === "call") {
        const name = calleeName(expr);
        for (const arg of expr.args) {
          if (arg.kind !== "unary" || arg.op !== "&") continue;
          const key = driver.keyOf(arg.operand, fn);
          if (key === undefined) continue;
          // what is no object of the kernel's may be written by whoever has its address: a thread, the driver, the environment
          const isObject =
            name !== undefined && driver.model.calls.has(name) && !/^(none|thread)$/.test(classOf(name));
          if (isObject) at(key).functions.add(fn.name);
          else at(key).leaks = true;
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
