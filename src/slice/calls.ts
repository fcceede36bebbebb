import { calleeName, walkExpressions, type CFunction, type Expr } from "../source/index.ts";
import { CREATES } from "./words.ts";

export type Call = Extract<Expr, { kind: "call" }>;

/** The calls of a function by name, in the order in which they are visited: each part asks for them many times. */
const callsByFunction = new WeakMap<CFunction, readonly (readonly [string, Call])[]>();

function namedCalls(fn: CFunction): readonly (readonly [string, Call])[] {
  const known = callsByFunction.get(fn);
  if (known) return known;
  const found: [string, Call][] = [];
  if (fn.body)
    walkExpressions(fn.body, (expr) => {
      const name = calleeName(expr);
      if (expr.kind === "call" && name !== undefined) found.push([name, expr]);
    });
  callsByFunction.set(fn, found);
  return found;
}

/** The calls in a function whose name is one that is wanted. */
export function callsOf(fn: CFunction, isWanted: (name: string) => boolean): Call[] {
  return namedCalls(fn).flatMap(([name, call]) => (isWanted(name) ? [call] : []));
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
