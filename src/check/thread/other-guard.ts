import { childrenOf, innerStatements, type Expr, type Stmt } from "../../source/index.ts";
import type { Program } from "../code/program.ts";
import type { Stop } from "./thread.ts";

/** Whether a condition around the stop asks for something else than the handle, which may tell that creation failed. */
export function hasOtherGuard(program: Program, { site, key }: Stop): boolean {
  const guards: Expr[] = [];
  const visit = (stmt: Stmt): void => {
    if (site.call.start < stmt.start || site.call.end > stmt.end) return;
    if (stmt.kind === "if" && site.call.start > stmt.test.end) guards.push(stmt.test);
    for (const inner of innerStatements(stmt)) visit(inner);
  };
  if (site.fn.body) visit(site.fn.body);
  return guards.some((guard) => placesIn(guard).some((place) => program.keyOf(place, site.fn) !== key));
}

/** The innermost names, fields and elements that an expression reads. */
function placesIn(expr: Expr): Expr[] {
  if (expr.kind === "member" || expr.kind === "index" || expr.kind === "name") return [expr];
  const children = expr.kind === "call" ? expr.args : childrenOf(expr);
  return children.flatMap(placesIn);
}
