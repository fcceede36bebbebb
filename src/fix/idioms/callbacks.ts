import { calleeName, type CFunction, type Expr, type Stmt } from "../../source/index.ts";
import {
  ARMS,
  halfEnds,
  LOCKS,
  UNLOCKS,
  WAITS_FOR_QUEUED,
  type CallbackKind,
} from "../../kernel-api/index.ts";
import { CannotEdit } from "../edit.ts";
import { where, wordsOf } from "../handle.ts";
import { isLasting } from "../names.ts";
import { exitFunction, initFunction, type Idiom, type Repair } from "../repair.ts";
import { blockOf, followers, placesIn, predecessors } from "../statement-place.ts";
import { renameCall, spelling } from "../rename-call.ts";
import { isCall } from "./order.ts";
import { beforeFailing, errorReturns } from "../error-returns.ts";
import { insertAtExit } from "./unload.ts";

/** Who stops callbacks of a kind from coming: in this order, since timers and tasklets queue work, and not the other way round. */
export const KINDS: readonly CallbackKind[] = ["timer", "hrtimer", "tasklet", "delayed work", "work"];

export function endOf(kind: CallbackKind, { kernels }: Repair): string {
  if (kind === "hrtimer") return "hrtimer_cancel";
  if (kind === "tasklet") return "tasklet_kill";
  if (kind === "work") return "cancel_work_sync";
  if (kind === "delayed work") return "cancel_delayed_work_sync";
  return spelling(kernels, "del_timer_sync", "timer_delete_sync");
}

interface Callback {
  readonly kind: CallbackKind;
  /** As it is named where it is set going: `&device->watchdog`. */
  readonly name: string;
}

/** Whoever the kernel may still call is stopped, and waited for, before anything else is taken away. */
export const CANCEL_AT_EXIT: Idiom = {
  title: "stop timers and work, and wait for those under way, when the module is unloaded",
  cost: "unloading waits for what is under way",
  example: `static void __exit foo_exit(void)
{
	timer_delete_sync(&timer);	/* del_timer_sync() before 6.2 */
	cancel_delayed_work_sync(&work);
	...
}`,
  apply(repair) {
    const exit = exitFunction(repair);
    const missing: string[] = [];
    let done = 0;
    for (const { kind, name } of callbacksOf(repair, exit)) {
      const end = endOf(kind, repair);
      const calls = repair.program
        .callsIn(exit)
        .filter(({ call }) => named(exit, call.args[0]) === name.replace(/\s/g, ""));
      if (calls.some(({ call }) => calleeName(call) === end)) continue;
      const half = calls.find(({ call }) => halfEnds(kind).has(calleeName(call) ?? ""));
      if (half) renameCall(repair.patch, exit, half.call, end);
      else missing.push(`${end}(${name});`);
      done++;
    }
    if (missing.length > 0) insertAtExit(repair, exit, "first", ...missing);
    if (done === 0) throw new CannotEdit(`${exit.name}() ends every timer and work that can be named there`);
  },
};

/** A module that fails to load is gone as well, and its exit function is not called. */
export const CANCEL_WHEN_INIT_FAILS: Idiom = {
  title: "stop timers and work on the error paths of init",
  cost: "nothing",
  example: `	if (err) {
		cancel_delayed_work_sync(&work);
		return err;
	}`,
  apply(repair) {
    const init = initFunction(repair);
    let done = 0;
    for (const { kind, name } of callbacksOf(repair, init)) {
      const start = placesIn(init).find(({ stmt }) => startsWith(init, stmt, name));
      for (const place of start ? errorReturns(init, start.stmt.end) : []) {
        beforeFailing(repair, place, `${endOf(kind, repair)}(${name});`);
        done++;
      }
    }
    if (done === 0) throw new CannotEdit(`${init.name}() does not fail behind what it sets going`);
  },
};

function startsWith(fn: CFunction, stmt: Stmt, name: string): boolean {
  if (stmt.kind !== "expr" || stmt.expr.kind !== "call") return false;
  const start = ARMS.get(calleeName(stmt.expr) ?? "");
  return start !== undefined && named(fn, stmt.expr.args[start.arg]) === name.replace(/\s/g, "");
}

/** Whoever queues the work or schedules the tasklet again is stopped before it. */
export const CANCEL_LAST: Idiom = {
  title: "cancel work and tasklets when nobody is left to set them going",
  cost: "nothing",
  example: `timer_delete_sync(&timer);
cancel_work_sync(&work);`,
  apply(repair) {
    const exit = exitFunction(repair);
    const cancel = placesIn(exit).find(({ stmt }) => isCall(stmt, WAITS_FOR_QUEUED));
    const last =
      cancel && followers(cancel).findLast(({ stmt }) => stmt.kind === "expr" && stmt.expr.kind === "call");
    if (!cancel || !last) throw new CannotEdit(`${exit.name}() does nothing behind its first cancel`);
    repair.patch.move(cancel, last, "after");
  },
};

/** What waits for a callback that takes the lock is done when the lock is free. */
export const WAIT_AFTER_UNLOCK: Idiom = {
  title: "wait for the callback when the lock is free",
  cost: "between the unlock and the wait, the callback may run once more",
  example: `mutex_unlock(&lock);
flush_work(&work);`,
  apply(repair) {
    const exit = exitFunction(repair);
    for (const place of placesIn(exit)) {
      const { stmt } = place;
      if (stmt.kind !== "expr" || stmt.expr.kind !== "call" || !blockOf(place)) continue;
      if (isCall(stmt, UNLOCKS) || isCall(stmt, LOCKS)) continue;
      const [before] = predecessors(place);
      const [after] = followers(place);
      if (!before || !after || !isCall(before.stmt, LOCKS) || !isCall(after.stmt, UNLOCKS)) continue;
      repair.patch.remove(before);
      repair.patch.remove(after);
      return;
    }
    throw new CannotEdit(`${exit.name}() does not wait between a lock and its unlock`);
  },
};

/** Callbacks that the exit function can name: of a variable of the file, or of what one points to. */
function callbacksOf(repair: Repair, exit: CFunction): Callback[] {
  const found = new Map<string, Callback>();
  for (const [name, { kind, arg }] of ARMS) {
    for (const { fn, call } of repair.program.callsOf(name)) {
      const object = call.args[arg];
      if (!object || fn.file !== exit.file || !isLasting(fn, object)) continue;
      const words = wordsOf(fn, object);
      if (!found.has(words)) found.set(words, { kind, name: words });
    }
  }
  const callbacks = [...found.values()].toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  if (callbacks.length === 0)
    throw new CannotEdit(`${where(exit, exit)}: no timer and no work can be named here`);
  return callbacks;
}

function named(fn: CFunction, expr: Expr | undefined): string | undefined {
  return expr && wordsOf(fn, expr).replace(/\s/g, "");
}
