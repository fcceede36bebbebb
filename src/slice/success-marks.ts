import { calleeName, type CFunction, type Expr, type Stmt } from "../source/index.ts";
import { callsOf } from "./calls.ts";
import { quote, returnsNothing, type Driver, type PlaceKey } from "./driver.ts";
import type { Episode } from "./lifecycle.ts";
import { storesOf } from "./stores.ts";

/** Where a function that returns nothing says that it came through: `set_bit(READY, dev->flags); return;` above what is done where it fails. */
export interface SuccessMark {
  /** Offset of the statement. */
  readonly at: number;
  readonly says: string;
  /** Functions that take it back: what calls them is taken to look at it first. */
  readonly ends: ReadonlySet<string>;
}

const known = new WeakMap<Driver, ReadonlyMap<string, SuccessMark>>();

export function successMarks(driver: Driver): ReadonlyMap<string, SuccessMark> {
  let marks = known.get(driver);
  if (!marks) {
    const functions = [...driver.functions.values()];
    marks = new Map(functions.flatMap((fn) => markOf(driver, fn).map((mark) => [fn.name, mark])));
    known.set(driver, marks);
  }
  return marks;
}

/** The marks that tell whether there is something to end: the beginning's, or those of functions without a result that it calls. */
export function marksOfEpisode(driver: Driver, { begin, ends }: Episode): [string, SuccessMark][] {
  const marks = successMarks(driver);
  const reached = new Set([begin]);
  for (const name of reached) {
    const fn = driver.functions.get(name);
    if (!fn || !returnsNothing(fn) || marks.has(name)) continue;
    for (const { callee } of callsOf(fn, (one) => driver.functions.has(one)))
      if (callee.kind === "name") reached.add(callee.name);
  }
  return [...reached].flatMap((name): [string, SuccessMark][] => {
    const mark = marks.get(name);
    return mark && ends.some((end) => mark.ends.has(end)) ? [[name, mark]] : [];
  });
}

/** Set by a function that came to its mark. */
export function throughName(fn: string): string {
  return `unoops_through_${fn}`;
}

function markOf(driver: Driver, fn: CFunction): SuccessMark[] {
  const stmts = fn.body?.kind === "block" ? fn.body.body : [];
  const end = stmts.findIndex(({ kind }) => kind === "return");
  const fails = stmts.slice(end + 1).some(({ kind }) => kind === "label");
  const way = fails && returnsNothing(fn) ? stmts.slice(0, Math.max(end, 0)) : [];
  const last = way
    .slice(way.findLastIndex(({ kind }) => kind !== "expr") + 1)
    .find((stmt) => flagSet(driver, stmt, fn));
  const flag = last && flagSet(driver, last, fn);
  if (!last || !flag) return [];
  const ends = [...driver.functions.values()].filter(
    (other) => other.name !== fn.name && clears(driver, other, flag),
  );
  const says = quote(fn, last).replace(/;$/, "").replace(/["\\]/g, "'");
  return ends.length === 0 ? [] : [{ at: last.start, says, ends: new Set(ends.map(({ name }) => name)) }];
}

/** A place of somebody else's, and which bit of it. */
interface Flag {
  readonly key: PlaceKey;
  readonly bit: string | undefined;
}

function flagSet(driver: Driver, stmt: Stmt, fn: CFunction): Flag | undefined {
  if (stmt.kind !== "expr") return undefined;
  const { expr } = stmt;
  if (expr.kind === "call" && /^(__)?set_bit$/.test(calleeName(expr) ?? ""))
    return bitOf(driver, expr.args, fn);
  const key =
    expr.kind === "assign" && expr.op === "=" && is(expr.value, true) && driver.keyOf(expr.target, fn);
  return key !== false && key !== undefined && isShared(key) ? { key, bit: undefined } : undefined;
}

function clears(driver: Driver, fn: CFunction, { key, bit }: Flag): boolean {
  if (bit === undefined)
    return storesOf(driver, fn).some((store) => store.key === key && is(store.value, false));
  return callsOf(fn, (name) => /^(__)?clear_bit$/.test(name)).some(({ args }) => {
    const cleared = bitOf(driver, args, fn);
    return cleared?.key === key && cleared.bit === bit;
  });
}

function bitOf(driver: Driver, [bit, flags]: readonly Expr[], fn: CFunction): Flag | undefined {
  const key = flags && driver.keyOf(flags, fn);
  return bit && key !== undefined && isShared(key) ? { key, bit: quote(fn, bit) } : undefined;
}

function isShared(key: PlaceKey): boolean {
  return /^\w+\.|^:/.test(key);
}

function is(value: Expr, truth: boolean): boolean {
  if (value.kind === "number") return value.value === Number(truth);
  return value.kind === "name" && value.name === String(truth);
}
