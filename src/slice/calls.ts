import { calleeName, walkExpressions, type CFunction, type Expr } from "../source/index.ts";

export type Call = Extract<Expr, { kind: "call" }>;

/** The calls in a function whose name fits a pattern. */
export function callsOf(fn: CFunction, pattern: RegExp): Call[] {
  const found: Call[] = [];
  if (fn.body)
    walkExpressions(fn.body, (expr) => {
      const name = calleeName(expr);
      if (expr.kind === "call" && name !== undefined && pattern.test(name)) found.push(expr);
    });
  return found;
}

/** What is cast, or whose address is taken. */
export function behind(expr: Expr): Expr {
  return expr.kind === "cast" || (expr.kind === "unary" && expr.op === "&") ? behind(expr.operand) : expr;
}

/** The name of a function that is handed on. */
export function nameBehind(expr: Expr): string | undefined {
  const bare = behind(expr);
  return bare.kind === "name" ? bare.name : undefined;
}
