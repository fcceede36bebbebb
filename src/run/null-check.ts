import { versionCode, type KernelVersion } from "../core/kernel-version.ts";
import { CREATES } from "../kernel-api/index.ts";
import { calleeName, readSource, walkExpressions, type CFunction, type Expr } from "../source/index.ts";

/** How far below its creation a handle is tested, in lines, comments included. */
const NEAR = 12;

/**
 * Is the variable that a thread's creation on this line (counted from 1) is assigned to then tested for NULL, and not with
 * IS_ERR()? Reads the source, because a compiled test for NULL looks like any other comparison with 0.
 */
export function testsForNull(source: string | undefined, line: number, kernel: KernelVersion): boolean {
  if (source === undefined) return false;
  const file = readSource("", source, { versionCode: versionCode(kernel) });
  for (const fn of file.functions.values()) {
    if (file.place(fn.start).line > line || file.place(fn.end).line < line) continue;
    const handle = handleAt(fn, line);
    if (handle === undefined) continue;
    const near = expressionsOf(fn).filter((expr) => {
      const at = file.place(expr.start).line;
      return at >= line && at < line + NEAR;
    });
    const isHandle = (expr: Expr | undefined): boolean =>
      expr !== undefined && textOf(fn, expr.kind === "assign" ? expr.target : expr) === handle;
    return (
      near.some((expr) => isNullTest(expr, isHandle)) &&
      !near.some(
        (expr) => expr.kind === "call" && calleeName(expr)?.startsWith("IS_ERR") && isHandle(expr.args[0]),
      )
    );
  }
  return false;
}

/** What the creation on a line is assigned to, as it is written. */
function handleAt(fn: CFunction, line: number): string | undefined {
  let handle: string | undefined;
  if (!fn.body) return undefined;
  walkExpressions(fn.body, (expr, parents) => {
    if (!CREATES.has(calleeName(expr) ?? "") || fn.file.place(expr.start).line !== line) return;
    const assign = parents.findLast((parent) => parent.kind === "assign");
    if (assign) handle = textOf(fn, assign.target);
  });
  return handle;
}

function expressionsOf(fn: CFunction): Expr[] {
  const found: Expr[] = [];
  if (fn.body) walkExpressions(fn.body, (expr) => void found.push(expr));
  return found;
}

/** `!k`, `k == NULL`, `NULL == k`. */
function isNullTest(expr: Expr, isHandle: (expr: Expr) => boolean): boolean {
  if (expr.kind === "unary") return expr.op === "!" && isHandle(expr.operand);
  if (expr.kind !== "binary" || expr.op !== "==") return false;
  const { left, right } = expr;
  return (isHandle(left) && isNothing(right)) || (isNothing(left) && isHandle(right));
}

function isNothing(expr: Expr): boolean {
  return (expr.kind === "name" && expr.name === "NULL") || (expr.kind === "number" && expr.value === 0);
}

function textOf({ file }: CFunction, expr: Expr): string {
  return expr.kind === "name" ? expr.name : file.text.slice(expr.start, expr.end).replace(/\s+/g, "");
}
