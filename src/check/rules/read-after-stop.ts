import type { Finding } from "../../core/finding.ts";
import { behind, calleeName, walkExpression, type Expr } from "../../source/index.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { READS_TASK } from "../../kernel-api/index.ts";

/**
 * Looks into a task_struct behind the stop that let it go, such as `kthread_stop(k); pr_info("%d\n", k->pid);`:
 * `kthread-unreferenced-read`. Only what surely runs next, up to the first statement that tests, jumps or gives the handle another
 * value.
 */
export function* readAfterStop({ program, thread, pin, paths }: ThreadCase): Generator<Finding> {
  if (pin.kind !== "none" || !paths.complete) return;
  for (const { site } of thread.stops) {
    const [arg] = site.call.args;
    if (!arg || !site.fn.body || site.parents.length > 1) continue;
    const textOf = ({ start, end }: Expr): string => site.fn.file.text.slice(start, end);
    const handle = textOf(arg);
    const words = new Set(handle.split(/\W+/));
    /** `d->k = NULL`, and `d = next` as well; a function of the module may do the same. */
    const ends = (expr: Expr): boolean =>
      expr.kind === "assign"
        ? textOf(expr.target) === handle || (expr.target.kind === "name" && words.has(expr.target.name))
        : expr.kind === "call" && program.lookup(calleeName(expr) ?? "", site.fn) !== undefined;
    const read = firstRead(
      behind(site.fn.body, site.within)?.exprs ?? [],
      (expr) => textOf(expr) === handle,
      ends,
    );
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

function firstRead(
  expressions: readonly Expr[],
  isHandle: (expr: Expr) => boolean,
  ends: (expr: Expr) => boolean,
): Expr | undefined {
  for (const each of expressions) {
    const reads: Expr[] = [];
    let ended = false;
    walkExpression(each, (expr, parents) => {
      if (parents.some(decides)) return;
      if (expr.kind === "member" && expr.arrow && isHandle(expr.object)) reads.push(expr);
      if (expr.kind === "call" && READS_TASK.has(calleeName(expr) ?? "") && expr.args.some(isHandle))
        reads.push(expr);
      ended ||= ends(expr);
    });
    const [read] = reads;
    if (read || ended) return read;
  }
  return undefined;
}

/** Whether what stands inside need not be evaluated. */
const decides = (expr: Expr): boolean =>
  expr.kind === "conditional" || (expr.kind === "binary" && (expr.op === "&&" || expr.op === "||"));
