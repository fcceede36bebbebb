import type { Finding } from "../../core/finding.ts";
import { behind, calleeName, walkExpression, type Expr } from "../../source/index.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { callsOn } from "../code/calls-on.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import type { Thread } from "../thread/thread.ts";
import { GETS, PUTS, READS_TASK } from "../../kernel-api/index.ts";

/**
 * Looks into a task_struct behind the stop that let it go, such as `kthread_stop(k); pr_info("%d\n", k->pid);`, or behind the drop of
 * the only reference to a thread that was stopped: `kthread-unreferenced-read`. Only what surely runs next, up to the first statement
 * that tests, jumps or gives the handle another value.
 */
export function* readAfterStop({ program, thread, pin, paths }: ThreadCase): Generator<Finding> {
  if (!paths.complete) return;
  const releases = pin.kind === "none" ? thread.stops.map(({ site }) => site) : lastPuts(program, thread);
  for (const site of releases) {
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
      `reads the task_struct of ${thread.name}() after ${calleeName(site.call)}() has released it`,
      site.fn,
      read,
      [note("released here", site.fn, site.call)],
    );
  }
}

/** Where the only reference is dropped behind a stop: the thread itself holds none any more. */
function lastPuts(program: SourceProgram, { keys, stops }: Thread): CallSite[] {
  const taken = [...GETS].flatMap((name) => program.callsOf(name));
  if (taken.length !== 1 || callsOn(program, GETS, keys).length !== 1) return [];
  const puts = callsOn(program, PUTS, keys);
  return stops.flatMap(({ site, puts: drops }) => {
    if (drops) return [site];
    const next = site.fn.body ? (behind(site.fn.body, site.within)?.exprs ?? []) : [];
    return puts.filter(({ fn, call }) => fn === site.fn && next.includes(call));
  });
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
