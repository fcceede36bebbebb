import { sitesFrom, type CallSite } from "../../check/index.ts";
import { calleeName, type CFunction, type Expr } from "../../source/index.ts";
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
import { CALL_DEPTH, exitFunction, initFunction, type Idiom, type Repair } from "../repair.ts";
import { blockOf, followers, placesIn, predecessors, type StatementPlace } from "../statement-place.ts";
import { renameCall, spelling } from "../rename-call.ts";
import { isCall } from "./order.ts";
import { beforeFailing, errorReturns } from "../error-returns.ts";
import { insertAtExit } from "./unload.ts";

/** Who stops callbacks of a kind from coming: in this order, since timers and tasklets queue work, and not the other way round. */
export const KINDS: readonly CallbackKind[] = [
  "timer",
  "hrtimer",
  "irq work",
  "tasklet",
  "delayed work",
  "work",
  "rcu work",
  "delayed kthread work",
  "kthread work",
];

/** What calls off, and waits for, callbacks that have one such call in all kernels; flush_rcu_work() waits for the grace period as well. */
const ENDS: ReadonlyMap<CallbackKind, string> = new Map([
  ["hrtimer", "hrtimer_cancel"],
  ["tasklet", "tasklet_kill"],
  ["irq work", "irq_work_sync"],
  ["work", "cancel_work_sync"],
  ["delayed work", "cancel_delayed_work_sync"],
  ["rcu work", "flush_rcu_work"],
  ["kthread work", "kthread_cancel_work_sync"],
  ["delayed kthread work", "kthread_cancel_delayed_work_sync"],
]);

export function endOf(kind: CallbackKind, { kernels }: Repair): string {
  const end = ENDS.get(kind);
  if (end !== undefined) return end;
  return spelling(kernels, "del_timer_sync", "timer_delete_sync");
}

interface Callback {
  readonly kind: CallbackKind;
  /** As it is named where it is set going: `&device->watchdog`. */
  readonly name: string;
}

/** Whoever the kernel may still call is stopped, and waited for: before anything else is taken away, or when those that set it going are gone. */
function cancelAtExit(when: "first" | "before free"): Idiom {
  const behind = when === "first" ? "" : ", before what they use is freed";
  return {
    title: `stop timers and work, and wait for those under way, when the module is unloaded${behind}`,
    cost: "unloading waits for what is under way",
    example:
      when === "first"
        ? `static void __exit foo_exit(void)
{
	timer_delete_sync(&timer);	/* del_timer_sync() before 6.2 */
	cancel_delayed_work_sync(&work);
	...
}`
        : `static void __exit foo_exit(void)
{
	kthread_stop(k);
	cancel_delayed_work_sync(&work);
	kfree(state);
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
      if (missing.length > 0) insertAtExit(repair, exit, when, ...missing);
      if (when !== "first" && missing.length === 0)
        throw new CannotEdit(`${exit.name}() ends all that can be named there`);
      if (done === 0)
        throw new CannotEdit(`${exit.name}() ends every timer and work that can be named there`);
    },
  };
}

export const CANCEL_AT_EXIT = cancelAtExit("first");
export const CANCEL_BEFORE_FREE = cancelAtExit("before free");

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
      const start = placesIn(init).find((place) => setsGoing(repair, place, name));
      for (const place of start ? errorReturns(init, start.stmt.end) : []) {
        beforeFailing(repair, place, `${endOf(kind, repair)}(${name});`);
        done++;
      }
    }
    if (done === 0) throw new CannotEdit(`${init.name}() does not fail behind what it sets going`);
  },
};

/** Whether a statement sets it going, by itself or in a function that it calls. */
function setsGoing({ program }: Repair, { fn, stmt }: StatementPlace, name: string): boolean {
  if (stmt.kind === "block") return false;
  const arms = ({ fn: at, call }: CallSite): boolean => {
    const start = ARMS.get(calleeName(call) ?? "");
    return start !== undefined && named(at, call.args[start.arg]) === name.replace(/\s/g, "");
  };
  return program
    .callsIn(fn)
    .filter(({ call }) => stmt.start <= call.start && call.end <= stmt.end)
    .some((site) => sitesFrom(program, site, CALL_DEPTH).some(arms));
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
      if (!object || fn.file !== exit.file) continue;
      for (const words of isLasting(fn, object) ? [wordsOf(fn, object)] : lastingNames(repair, fn, object))
        if (!found.has(words)) found.set(words, { kind, name: words });
    }
  }
  const callbacks = [...found.values()].toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  if (callbacks.length === 0)
    throw new CannotEdit(`${where(exit, exit)}: no timer and no work can be named here`);
  return callbacks;
}

/** What others of the file call the same field, where they name it by a variable that lasts: `tasklet_init(&chan->bh, ...)`. */
function lastingNames({ program }: Repair, fn: CFunction, object: Expr): string[] {
  const key = program.keyOf(object, fn);
  if (key === undefined) return [];
  const uses = program.indexed
    .filter(({ file, isMacro }) => file === fn.file && !isMacro)
    .flatMap((one) => program.callsIn(one))
    .flatMap(({ fn: at, call }) => call.args.map((arg) => ({ at, arg })));
  return uses
    .filter(({ at, arg }) => isLasting(at, arg) && program.keyOf(arg, at) === key)
    .map(({ at, arg }) => wordsOf(at, arg));
}

function named(fn: CFunction, expr: Expr | undefined): string | undefined {
  return expr && wordsOf(fn, expr).replace(/\s/g, "");
}
