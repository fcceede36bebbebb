import { CannotEdit } from "./edit.ts";
import { endOf, where, type HandleStop } from "./handle.ts";
import { threadOf, type Repair } from "./repair.ts";
import { allHave, PUTS } from "../kernel-api/index.ts";
import { followers, type StatementPlace } from "./statement-place.ts";
import { renameCall } from "./rename-call.ts";
import { calleeName, walkExpressions } from "../source/index.ts";

/** Every stop of the thread; one that could not be followed stops the whole change. */
export function endsOf(repair: Repair): HandleStop[] {
  const { stops, name } = threadOf(repair);
  if (stops.length === 0) throw new CannotEdit(`nothing stops ${name}()`);
  return stops.map(endOf);
}

/** Drops the reference when the thread has been stopped: `kthread_stop_put()` where every kernel has it. */
export function putAfter(repair: Repair, end: HandleStop): void {
  const { patch, kernels } = repair;
  const { site, place, handle, hasEffect } = end;
  if (end.puts || putFollows(place)) return;
  const { fn, call } = site;
  if (allHave(kernels, "kthread_stop_put") && calleeName(call) === "kthread_stop") {
    renameCall(patch, fn, call, "kthread_stop_put");
    return;
  }
  if (hasEffect) throw new CannotEdit(`${where(fn, call)}: what is stopped cannot be named a second time`);
  if (place.stmt.kind !== "expr" && place.stmt.kind !== "decl") {
    throw new CannotEdit(
      `${where(fn, call)}: the result of kthread_stop() is used where no statement can follow`,
    );
  }
  patch.insertAfter(place, `put_task_struct(${handle});`);
}

/** A put_task_struct() next to the stop. */
function putFollows(place: StatementPlace): boolean {
  let found = false;
  for (const { stmt } of followers(place).slice(0, 2)) {
    walkExpressions(stmt, (expr) => (found ||= PUTS.has(calleeName(expr) ?? "")));
  }
  return found;
}
