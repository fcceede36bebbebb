import { childrenOf, type Expr } from "../../source/index.ts";
import type { Program } from "../code/program.ts";
import { testsAround } from "./loops.ts";
import type { Stop } from "./thread.ts";

/** Whether a condition around the stop asks for something else than the handle, which may tell that creation failed. */
export function hasOtherGuard(program: Program, { site, key }: Stop): boolean {
  return testsAround(site).some((test) =>
    placesIn(test).some((place) => program.keyOf(place, site.fn) !== key),
  );
}

/** The innermost names, fields and elements that an expression reads. */
function placesIn(expr: Expr): Expr[] {
  if (expr.kind === "member" || expr.kind === "index" || expr.kind === "name") return [expr];
  const children = expr.kind === "call" ? expr.args : childrenOf(expr);
  return children.flatMap(placesIn);
}
