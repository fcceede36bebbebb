import { LEAVES_NONE, LOCKS } from "../../kernel-api/index.ts";
import { isGuard, type Stmt } from "../../source/index.ts";
import type { Idiom } from "../repair.ts";
import { parentOf, predecessors, type Place } from "../statement-place.ts";
import { isCall, moveStops } from "./order.ts";

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

const isGuardStatement = (stmt: Stmt): boolean => stmt.kind === "expr" && isGuard(stmt.expr);

/** The `scoped_guard(...)` that a statement stands in directly. */
function scopeAround(place: Place): Place | undefined {
  const outer = parentOf(place);
  const around = outer?.stmt.kind === "block" ? parentOf(outer) : outer;
  return around?.stmt.kind === "macro" && !around.stmt.loop ? around : undefined;
}
