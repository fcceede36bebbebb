import type { CallSite, Creation, Stop } from "../check/index.ts";
import { calleeName, type CFunction, type Expr } from "../source/index.ts";
import { CannotEdit } from "./edit.ts";
import { placeOf, type StatementPlace } from "./statement-place.ts";

/** Words of an expression as the user wrote them. */
export function wordsOf(fn: CFunction, expr: Expr): string {
  return expr.kind === "name" ? expr.name : fn.file.text.slice(expr.start, expr.end);
}

/** Words of a condition that `&&` or `||` joins with another one: in parentheses where C reads it otherwise, or gcc's -Wparentheses asks for them. */
export function operandOf(operator: "&&" | "||", fn: CFunction, expr: Expr): string {
  const isLogical = expr.kind === "binary" && (expr.op === "&&" || expr.op === "||") && expr.op !== operator;
  const isLooser = expr.kind === "assign" || expr.kind === "conditional" || expr.kind === "comma";
  return isLogical || isLooser ? `(${wordsOf(fn, expr)})` : wordsOf(fn, expr);
}

/** Where a thread is created, and what keeps its handle. */
export interface HandleCreation {
  readonly site: CallSite;
  readonly place: StatementPlace;
  /** The place that the handle is put in, as the user writes it; undefined when the handle is dropped. */
  readonly handle: string | undefined;
  /** The handle is tested in the same expression: `if (IS_ERR(k = kthread_run(...)))`. */
  readonly inTest: boolean;
}

/** @throws CannotEdit when the handle goes a way that is not followed */
export function handleCreation({ site }: Creation): HandleCreation {
  const { fn, call, parents } = site;
  const place = placeOf(fn, call);
  const assign = parents.findLast((expr) => expr.kind === "assign");
  if (parents.some((expr) => expr.kind === "block")) {
    throw new CannotEdit(`${where(fn, call)}: the thread is created inside of an expression`);
  }
  if (assign?.kind === "assign") {
    return { site, place, handle: wordsOf(fn, assign.target), inTest: place.stmt.kind === "if" };
  }
  if (place.stmt.kind === "expr" && parents.length === 0)
    return { site, place, handle: undefined, inTest: false };
  if (returnsResult(place, call)) return { site, place, handle: undefined, inTest: false };
  throw new CannotEdit(`${where(fn, call)}: the new thread is handed on without being kept here`);
}

/** `return PTR_ERR_OR_ZERO(kthread_run(...));`: all that is kept of the handle is whether there is one. */
export function returnsResult({ stmt }: StatementPlace, call: Expr): boolean {
  if (stmt.kind !== "return" || stmt.value?.kind !== "call") return false;
  return /^PTR_(ERR_OR_ZERO|RET)$/.test(calleeName(stmt.value) ?? "") && stmt.value.args[0] === call;
}

export function where(fn: CFunction, { start }: { readonly start: number }): string {
  return `${fn.file.path}:${fn.file.place(start).line}`;
}

/** A call of kthread_stop() and what it stops, as the user writes it. */
export interface HandleStop {
  readonly site: CallSite;
  readonly place: StatementPlace;
  readonly handle: string;
  readonly puts: boolean;
  /** Evaluating the argument again would do something: `xchg(&k, NULL)`. */
  readonly hasEffect: boolean;
}

export function endOf({ site, puts }: Stop): HandleStop {
  const [arg] = site.call.args;
  if (!arg)
    throw new CannotEdit(`${where(site.fn, site.call)}: ${calleeName(site.call)}() without an argument`);
  return {
    site,
    place: placeOf(site.fn, site.call),
    handle: wordsOf(site.fn, arg),
    puts,
    hasEffect: !isPlace(arg),
  };
}

export function isPlace(expr: Expr): boolean {
  switch (expr.kind) {
    case "name":
      return true;
    case "member":
      return isPlace(expr.object);
    case "index":
      return isPlace(expr.object) && (isPlace(expr.index) || expr.index.kind === "number");
    default:
      return false;
  }
}
