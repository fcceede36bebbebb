import type { Finding } from "../../core/finding.ts";
import { calleeName, walkExpressions, type CFunction, type Expr } from "../../source/index.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import type { Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import type { Creation } from "../thread/thread.ts";

/** A new thread's handle is compared with NULL and never asked for an ERR_PTR: `kthread-null-check`. */
export function* nullCheck({ program, thread }: ThreadCase): Generator<Finding> {
  for (const creation of thread.creations) {
    const test = nullTestAfter(program, creation);
    if (!test) continue;
    yield finding(
      "kthread-null-check",
      "error",
      `creating ${thread.name} fails with an ERR_PTR, never with NULL: this test cannot tell; use IS_ERR()`,
      creation.site.fn,
      test,
      [note(`thread ${thread.name} is created here`, creation.site.fn, creation.site.call)],
    );
  }
}

function nullTestAfter(program: SourceProgram, { site, keys }: Creation): Expr | undefined {
  const { fn } = site;
  const [target] = keys;
  if (target === undefined || !fn.body) return undefined;
  let found: Expr | undefined;
  let asked = false;
  walkExpressions(fn.body, (expr) => {
    if (expr.kind === "call" && expr.args[0] && /^(IS_ERR|PTR_ERR)/.test(calleeName(expr) ?? "")) {
      asked ||= program.keyOf(placeOf(expr.args[0]), fn) === target;
    }
    if (expr.start > site.call.start && !found && isNullTest(program, expr, fn, target)) found = expr;
  });
  return asked ? undefined : found;
}

function isNullTest(program: SourceProgram, expr: Expr, fn: CFunction, target: Key): boolean {
  if (expr.kind === "unary" && expr.op === "!") return program.keyOf(placeOf(expr.operand), fn) === target;
  if (expr.kind !== "binary" || !/^[=!]=$/.test(expr.op)) return false;
  return isNull(expr.right) && program.keyOf(placeOf(expr.left), fn) === target;
}

function isNull(expr: Expr): boolean {
  return expr.kind === "name" && expr.name === "NULL";
}

/** `(x = y)` is about x. */
function placeOf(expr: Expr): Expr {
  return expr.kind === "assign" ? expr.target : expr;
}
