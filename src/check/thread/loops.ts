import { PLACES } from "../../kernel-api/index.ts";
import { calleeName, innerStatements, type Expr, type Stmt } from "../../source/index.ts";
import type { ElementIndex } from "./arrival.ts";
import type { CallSite } from "../code/program.ts";

/** The statements around a call, the outermost first. */
export function statementsAround({ fn, call }: CallSite): Stmt[] {
  const within = (stmt: Stmt): Stmt[] =>
    call.start < stmt.start || call.end > stmt.end ? [] : [stmt, ...innerStatements(stmt).flatMap(within)];
  return fn.body ? within(fn.body) : [];
}

/** Where the conditions of the loops around a call begin. */
export function loopsAround(site: CallSite): number[] {
  return statementsAround(site).flatMap((stmt) => {
    if (stmt.kind === "while" || stmt.kind === "do") return stmt.test.start;
    if (stmt.kind === "for" && stmt.test) return stmt.test.start;
    return stmt.kind === "macro" && stmt.loop ? stmt.head.start : [];
  });
}

/** Conditions of the `if` statements around a call, on either branch. */
export function testsAround(site: CallSite): Expr[] {
  return statementsAround(site).flatMap((stmt) =>
    stmt.kind === "if" && site.call.start >= stmt.test.end ? [stmt.test] : [],
  );
}

/** Whether a place is an element of an array, one CPU's copy, or a field of one. */
export function indexed(place: Expr): boolean {
  if (place.kind === "index" || PLACES.get(calleeName(place) ?? "") === "per CPU") return true;
  if (place.kind === "unary") return place.op === "*" && indexed(place.operand);
  return place.kind === "member" && indexed(place.object);
}

/** What says which element of an array a place is, or is a field of: `t[i]`, `t[i + 1]`. */
export function indexOf(place: Expr): ElementIndex | undefined {
  if (place.kind === "index") return sumOf(place.index) ?? indexOf(place.object);
  return place.kind === "member" ? indexOf(place.object) : undefined;
}

function sumOf(index: Expr): ElementIndex | undefined {
  if (index.kind === "name") return { name: index.name, offset: 0 };
  if (index.kind !== "binary" || index.left.kind !== "name" || index.right.kind !== "number")
    return undefined;
  const sign = { "+": 1, "-": -1 }[index.op];
  return sign === undefined ? undefined : { name: index.left.name, offset: sign * index.right.value };
}

/** Whether what a call is given first is an element of an array. */
export function isElement({ site }: { readonly site: CallSite }): boolean {
  const [arg] = site.call.args;
  return arg !== undefined && indexed(arg);
}
