import type { Expr } from "../../source/index.ts";
import type { CallSite } from "./program.ts";

/** Whether two calls of a function are about one object: `kthread_stop(d->task)` and `timer_delete_sync(&d->timer)`, `free_irq(irq, d)`. */
export function isOfOneObject({ call: one }: CallSite, { call: other }: CallSite): boolean {
  const [first] = one.args;
  const object = first && rootOf(first);
  return object !== undefined && other.args.some((arg) => rootOf(arg) === object);
}

function rootOf(expr: Expr): string | undefined {
  if (expr.kind === "unary" || expr.kind === "cast") return rootOf(expr.operand);
  if (expr.kind === "member") return rootOf(expr.object);
  return expr.kind === "name" ? expr.name : undefined;
}
