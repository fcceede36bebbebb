import { innerStatements, walkExpressions, type CFunction, type Expr, type Stmt } from "../source/index.ts";
import { nameBehind, type Call } from "./calls.ts";
import type { Driver, Key } from "./driver.ts";

/** A place that is given a value: by `=`, where it is declared, or by a `return`, whose place is `FUNCTION()`. */
export interface Store {
  readonly key: Key;
  readonly value: Expr;
  readonly by: "assignment" | "declaration" | "return";
}

/** What a function gives to which place. */
export function storesOf(driver: Driver, fn: CFunction): Store[] {
  const stores: Store[] = [];
  const read = (stmt: Stmt): void => {
    if (stmt.kind === "return" && stmt.value)
      stores.push({ key: `${fn.name}()`, value: stmt.value, by: "return" });
    if (stmt.kind === "decl")
      for (const { name, init } of stmt.declarators)
        if (init) stores.push({ key: `${fn.name}:${name}`, value: init, by: "declaration" });
    for (const inner of innerStatements(stmt)) read(inner);
  };
  if (!fn.body) return stores;
  read(fn.body);
  walkExpressions(fn.body, (expr) => {
    const key = expr.kind === "assign" && expr.op === "=" ? driver.keyOf(expr.target, fn) : undefined;
    if (expr.kind === "assign" && key !== undefined)
      stores.push({ key, value: expr.value, by: "assignment" });
  });
  return stores;
}

/** The functions that a creation's thread may run: the one that it names, or those that its variable is given. */
export function startsOf(driver: Driver, fn: CFunction, { args: [start] }: Call): string[] {
  const name = start && nameBehind(start);
  if (name === undefined) return [];
  const key = `${fn.name}:${name}`;
  const given = driver.locals(fn).has(name)
    ? storesOf(driver, fn).flatMap((store) => (store.key === key ? (nameBehind(store.value) ?? []) : []))
    : [name];
  return [...new Set(given)].filter((one) => driver.functions.has(one));
}
