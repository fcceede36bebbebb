import { calleeName, walkExpressions, type CFunction, type Expr } from "../source/index.ts";
import { CREATES } from "./words.ts";

export type Call = Extract<Expr, { kind: "call" }>;

/** The calls in a function whose name is one that is wanted. */
export function callsOf(fn: CFunction, isWanted: (name: string) => boolean): Call[] {
  const found: Call[] = [];
  if (fn.body)
    walkExpressions(fn.body, (expr) => {
      const name = calleeName(expr);
      if (expr.kind === "call" && name !== undefined && isWanted(name)) found.push(expr);
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

/** `kthread_run(...)` */
export function isCreation(expr: Expr): boolean {
  const name = calleeName(expr);
  return name !== undefined && CREATES.test(name);
}
