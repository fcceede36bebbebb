import {
  calleeName,
  innerStatements,
  structTag,
  walkExpressions,
  type CFunction,
  type Expr,
  type Stmt,
} from "../source/index.ts";
import { BOOK, STORES } from "../kernel-api/index.ts";
import { behind, callsOf, nameBehind, type Call } from "./calls.ts";
import type { Driver, PlaceKey } from "./driver.ts";
import { CREATES, CREATES_WORKER } from "./words.ts";

/** A place that is given a value: by `=`, where it is declared, or by a `return`, whose place is `FUNCTION()`. */
export interface Store {
  readonly key: PlaceKey;
  readonly value: Expr;
  readonly by: "assignment" | "declaration" | "return";
}

/** `WRITE_ONCE(place, value)` and its kin as the assignment that it is. */
export function assignmentBy(expr: Expr): Extract<Expr, { kind: "assign" }> | undefined {
  if (expr.kind === "assign") return expr;
  const [place, value] = expr.kind === "call" && STORES.has(calleeName(expr) ?? "") ? expr.args : [];
  if (!place || !value) return undefined;
  const { start, end } = expr;
  const target = place.kind === "unary" && place.op === "&" ? place.operand : place;
  return { kind: "assign", op: "=", target, value, start, end };
}

/** What a value is made of without reckoning: of `a ? b : c` either, of `a & MASK` both; else itself. */
export function giversOf(expr: Expr): Expr[] {
  if (expr.kind === "cast") return giversOf(expr.operand);
  if (expr.kind === "conditional") return [...giversOf(expr.yes), ...giversOf(expr.no)];
  if (expr.kind === "unary" && expr.op === "~") return giversOf(expr.operand);
  if (expr.kind === "binary" && /^[&|^]$/.test(expr.op))
    return [...giversOf(expr.left), ...giversOf(expr.right)];
  return [expr];
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
    const assignment = assignmentBy(expr);
    const key = assignment?.op === "=" ? driver.keyOf(assignment.target, fn) : undefined;
    if (assignment && key !== undefined) stores.push({ key, value: assignment.value, by: "assignment" });
  });
  return stores;
}

/** The functions that a creation's thread may run: the one that it names, or those that the place which it names is given. */
export function startsOf(driver: Driver, fn: CFunction, call: Call): string[] {
  if (CREATES_WORKER.test(calleeName(call) ?? "")) return [WORKER];
  const [start] = call.args;
  if (!start) return [];
  const name = nameBehind(start);
  const isOurs = name !== undefined && (driver.functions.has(name) || isKernels(driver, name));
  if (isOurs && !driver.locals(fn).has(name)) return [name];
  const key = driver.keyOf(start, fn);
  if (key === undefined || key.startsWith("?")) return [];
  const places = new Set([key]);
  const given = givenIn(driver);
  for (const place of places) for (const value of given.get(place) ?? []) places.add(value);
  return [...places].flatMap((place) => {
    const [, one = ""] = /^:(\w+)$/.exec(place) ?? [];
    return driver.functions.has(one) ? [one] : [];
  });
}

/** What a call hands to a parameter of the driver's own: to that of the function that it names, or, of a creation, to the thread. */
export interface Handing {
  readonly own: CFunction;
  readonly parameter: string;
  readonly arg: Expr;
}

export function handingsOf(driver: Driver, fn: CFunction, call: Call): Handing[] {
  const name = calleeName(call) ?? "";
  const own = driver.functions.get(name);
  if (own)
    return own.parameters.flatMap(({ name: parameter }, index) => {
      const arg = call.args[index];
      return arg ? [{ own, parameter, arg }] : [];
    });
  const [, data] = call.args;
  if (!data || !CREATES.test(name) || CREATES_WORKER.test(name)) return [];
  return startsOf(driver, fn, call).flatMap((start) => {
    const thread = driver.functions.get(start);
    const parameter = thread?.parameters[0]?.name;
    return thread && parameter !== undefined ? [{ own: thread, parameter, arg: data }] : [];
  });
}

/** What the thread of a worker runs. */
const WORKER = "kthread_worker_fn";

/** Whether it is a thread function of the kernel's own, such as kthread_worker_fn(): the model has it. */
function isKernels({ model }: Driver, name: string): boolean {
  return BOOK.get(name)?.staysUntilStopped === "thread function" && model.calls.has(name);
}

/** What places are given, as keys: a function is one of the file's names. Read once a driver, where a thread's function is in one. */
const given = new WeakMap<Driver, ReadonlyMap<PlaceKey, ReadonlySet<PlaceKey>>>();

function givenIn(driver: Driver): ReadonlyMap<PlaceKey, ReadonlySet<PlaceKey>> {
  const known = given.get(driver);
  if (known) return known;
  const found = new Map<PlaceKey, Set<PlaceKey>>();
  const note = (key: PlaceKey, value: Expr, fn: CFunction): void => {
    const from = driver.keyOf(behind(value), fn);
    if (from !== undefined) found.set(key, (found.get(key) ?? new Set()).add(from));
  };
  for (const fn of driver.functions.values()) {
    for (const { key, value } of storesOf(driver, fn)) note(key, value, fn);
    for (const { callee, args } of callsOf(fn, (name) => driver.functions.has(name))) {
      const own = callee.kind === "name" ? driver.functions.get(callee.name) : undefined;
      for (const [index, { name }] of (own?.parameters ?? []).entries()) {
        const arg = args[index];
        if (own && arg) note(`${own.name}:${name}`, arg, fn);
      }
    }
  }
  for (const { globals } of driver.files)
    for (const { type, init } of globals.values()) inTable(driver, structTag(type), init, found);
  given.set(driver, found);
  return found;
}

/** `static struct ops ops = { .run = worker };`, also of a table of such. */
function inTable(
  driver: Driver,
  tag: string | undefined,
  init: Expr | undefined,
  found: Map<PlaceKey, Set<PlaceKey>>,
): void {
  if (tag === undefined || init?.kind !== "list") return;
  for (const { field, value } of init.items) {
    const name = nameBehind(value);
    if (value.kind === "list") inTable(driver, tag, value, found);
    else if (field !== undefined && name !== undefined && driver.functions.has(name))
      found.set(`${tag}.${field}`, (found.get(`${tag}.${field}`) ?? new Set()).add(`:${name}`));
  }
}
