import { innerStatements, type Expr, type Stmt } from "../../source/index.ts";
import type { CallSite } from "../code/program.ts";

/** Where the conditions of the loops around a call begin. */
export function loopsAround({ fn, call }: CallSite): number[] {
  const heads: number[] = [];
  const visit = (stmt: Stmt): void => {
    if (call.start < stmt.start || call.end > stmt.end) return;
    if (stmt.kind === "while" || stmt.kind === "do") heads.push(stmt.test.start);
    else if (stmt.kind === "for" && stmt.test) heads.push(stmt.test.start);
    else if (stmt.kind === "macro" && stmt.loop) heads.push(stmt.head.start);
    for (const inner of innerStatements(stmt)) visit(inner);
  };
  if (fn.body) visit(fn.body);
  return heads;
}

/** Whether a place is an element of an array, or a field of one. */
export function indexed(place: Expr): boolean {
  if (place.kind === "index") return true;
  return place.kind === "member" && indexed(place.object);
}

/** Whether what a call is given first is an element of an array. */
export function isElement({ site }: { readonly site: CallSite }): boolean {
  const [arg] = site.call.args;
  return arg !== undefined && indexed(arg);
}
