import { LEAVES_NONE, LOCKS } from "../../kernel-api/index.ts";
import { calleeName, isGuard, walkExpressions, type CFunction, type Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { where, wordsOf } from "../handle.ts";
import { PRINT_MACROS } from "../names.ts";
import type { Idiom } from "../repair.ts";
import { followers, parentOf, predecessors, type StatementPlace } from "../statement-place.ts";
import { endsOf } from "../stop-edits.ts";
import { isCall, moveStops, staysTheSame } from "./order.ts";

/** A thread that arms a timer or queues work may do so again until it is gone: so stop it before they are called off. */
export const STOP_BEFORE_CALLBACKS: Idiom = {
  title: "stop the thread before the timers and work that it sets going are called off",
  cost: "nothing",
  example: `kthread_stop(k);
timer_delete_sync(&timer);`,
  apply(repair) {
    moveStops(
      repair,
      (stop) => predecessors(stop).findLast(({ stmt }) => isCall(stmt, LEAVES_NONE)),
      "before",
      "no timer or work is called off before the stop",
    );
  },
};

/** Of a lock that goes with its scope there is no unlock to stop the thread behind; include/linux/cleanup.h. */
export const STOP_BEFORE_LOCK: Idiom = {
  title: "stop the thread before the lock is taken",
  cost: "between the stop and the lock, others may see the handle of a thread that is gone",
  example: `kthread_stop(k);
guard(mutex)(&lock);`,
  apply(repair) {
    moveStops(
      repair,
      (stop) =>
        predecessors(stop).findLast(({ stmt }) => isCall(stmt, LOCKS) || isGuardStatement(stmt)) ??
        scopeAround(stop),
      "before",
      "no lock is taken before the stop",
    );
  },
};

export const isGuardStatement = (stmt: Stmt): boolean => stmt.kind === "expr" && isGuard(stmt.expr);

/** The `scoped_guard(...)` that a statement stands in directly. */
export function scopeAround(place: StatementPlace): StatementPlace | undefined {
  const outer = parentOf(place);
  const around = outer?.stmt.kind === "block" ? parentOf(outer) : outer;
  return around?.stmt.kind === "macro" && !around.stmt.loop ? around : undefined;
}

/** The stop lets the task_struct go: what is still to be told of it is read before. */
export const READ_BEFORE_STOP: Idiom = {
  title: "read the thread's task_struct before its stop lets it go",
  cost: "what the thread changes until it is gone is not seen",
  example: `pr_info("stopping %d\\n", k->pid);
kthread_stop(k);`,
  apply(repair) {
    let done = 0;
    for (const end of endsOf(repair)) {
      const { fn, stmt: stop } = end.place;
      for (const place of followers(end.place)) {
        const { stmt } = place;
        if (stmt.kind !== "expr" || !readsThrough(fn, stmt, end.handle)) continue;
        if (stop.kind !== "expr" || stop.expr !== end.site.call)
          throw new CannotEdit(`${where(fn, stop)}: the result of the stop is used`);
        staysTheSame(wordsOf(fn, stmt.expr), place, end.place);
        repair.patch.move(place, end.place, "before");
        done++;
      }
    }
    if (done === 0)
      throw new CannotEdit("nothing that could be read earlier is read of the task behind its stop");
  },
};

type ExprStmt = Extract<Stmt, { kind: "expr" }>;

/** A print, or a plain assignment to a variable, that reads a member of the task. */
function readsThrough(fn: CFunction, stmt: ExprStmt, handle: string): boolean {
  const { expr } = stmt;
  const isPrint = expr.kind === "call" && PRINT_MACROS.test(calleeName(expr) ?? "");
  const isPlain = expr.kind === "assign" && expr.op === "=" && expr.target.kind === "name";
  if (!isPrint && !isPlain) return false;
  let reads = false;
  let calls = 0;
  walkExpressions(stmt, (inner) => {
    if (inner.kind === "member" && inner.arrow) reads ||= wordsOf(fn, inner.object) === handle;
    if (inner.kind === "call") calls++;
  });
  return reads && calls === (isPrint ? 1 : 0);
}
