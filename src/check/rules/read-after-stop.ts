import type { Finding } from "../../core/finding.ts";
import { calleeName, innerStatements, walkExpressions, type Expr, type Stmt } from "../../source/index.ts";
import { finding, note, type Case } from "../case.ts";
import { READS_TASK } from "../../kernel-api/index.ts";

/**
 * Looks into a task_struct behind the stop that let it go, such as `kthread_stop(k); pr_info("%d\n", k->pid);`:
 * `kthread-unreferenced-read`. Only what surely runs next: the statements behind the stop in its block, up to the first
 * that tests, jumps or gives the handle another value.
 */
export function* readAfterStop({ thread, pin, paths }: Case): Generator<Finding> {
  if (pin.kind !== "none" || !paths.complete) return;
  for (const { site } of thread.stops) {
    const [arg] = site.call.args;
    if (!arg || !site.fn.body || site.parents.length > 1) continue;
    const textOf = ({ start, end }: Expr): string => site.fn.file.text.slice(start, end);
    const handle = textOf(arg);
    const read = firstRead(behind(site.fn.body, site.within), (expr) => textOf(expr) === handle);
    if (!read) continue;
    yield finding(
      "kthread-unreferenced-read",
      "error",
      `reads the task_struct of ${thread.name}() after kthread_stop() has released it`,
      site.fn,
      read,
      [note("stopped here", site.fn, site.call)],
    );
  }
}

/** The statements behind one in its block that nothing but the ones before decides on. */
function behind(stmt: Stmt, one: Stmt): readonly Stmt[] {
  if (stmt.kind === "block" && stmt.body.includes(one)) {
    const next = stmt.body.slice(stmt.body.indexOf(one) + 1);
    const end = next.findIndex(({ kind }) => kind !== "expr" && kind !== "empty");
    return end < 0 ? next : next.slice(0, end);
  }
  return innerStatements(stmt).flatMap((inner) => behind(inner, one));
}

function firstRead(statements: readonly Stmt[], isHandle: (expr: Expr) => boolean): Expr | undefined {
  for (const stmt of statements) {
    const reads: Expr[] = [];
    let changed = false;
    walkExpressions(stmt, (expr, parents) => {
      if (parents.some(decides)) return;
      if (expr.kind === "member" && expr.arrow && isHandle(expr.object)) reads.push(expr);
      if (expr.kind === "call" && READS_TASK.has(calleeName(expr) ?? "") && expr.args.some(isHandle))
        reads.push(expr);
      changed ||= expr.kind === "assign" && isPartOfHandle(expr.target, isHandle);
    });
    const [read] = reads;
    if (read || changed) return read;
  }
  return undefined;
}

/** Whether what stands inside need not be evaluated. */
const decides = (expr: Expr): boolean =>
  expr.kind === "conditional" || (expr.kind === "binary" && (expr.op === "&&" || expr.op === "||"));

/** `d->k = NULL`, and `d = next` as well: any assignment whose target the handle is made of. */
function isPartOfHandle(target: Expr, isHandle: (expr: Expr) => boolean): boolean {
  return isHandle(target) || target.kind === "name";
}
