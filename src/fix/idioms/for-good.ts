import { ENDS_FOR_GOOD, LEAVES_NONE } from "../../kernel-api/index.ts";
import { allHave } from "../../kernel-api/index.ts";
import { functionsWithin } from "../../check/index.ts";
import { calleeName } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { renameCall } from "../rename-call.ts";
import { CALL_DEPTH, exitFunction, type Idiom } from "../repair.ts";

/** The forms after which nobody can set the same going again. */
const FOR_GOOD: ReadonlyMap<string, string> = new Map([
  ["del_timer_sync", "timer_shutdown_sync"],
  ["timer_delete_sync", "timer_shutdown_sync"],
  ["cancel_work_sync", "disable_work_sync"],
  ["cancel_delayed_work_sync", "disable_delayed_work_sync"],
]);

/**
 * A timer and work that set each other going have no first one: whichever is waited for, the other may set it going again. What was shut
 * down stays down; kernel/time/timer.c, timer_shutdown_sync(), kernel/workqueue.c, disable_work_sync().
 */
function endForGood(what: "timer" | "work"): Idiom {
  return {
    title:
      what === "timer"
        ? "shut the timer down, so that nobody arms it again"
        : "disable the work, so that nobody queues it again",
    cost: what === "timer" ? "for Linux 6.2 and later" : "for Linux 6.10 and later",
    example:
      what === "timer"
        ? `timer_shutdown_sync(&timer);
cancel_work_sync(&work);	/* which would arm the timer */`
        : `disable_work_sync(&work);
timer_delete_sync(&timer);	/* which would queue the work */`,
    apply(repair) {
      let done = 0;
      for (const fn of functionsWithin(repair.program, exitFunction(repair), CALL_DEPTH)) {
        for (const { call } of repair.program.callsIn(fn)) {
          const name = calleeName(call) ?? "";
          const better = FOR_GOOD.get(name);
          if (better === undefined || !LEAVES_NONE.has(name) || !ENDS_FOR_GOOD.has(better)) continue;
          if (better.startsWith("timer") !== (what === "timer")) continue;
          if (!allHave(repair.kernels, better))
            throw new CannotEdit(`${better}() is not in every kernel that the patch is for`);
          renameCall(repair.patch, fn, call, better);
          done++;
        }
      }
      if (done === 0) throw new CannotEdit(`no ${what} is waited for when the module is unloaded`);
    },
  };
}

export const SHUT_TIMER_DOWN = endForGood("timer");
export const DISABLE_WORK = endForGood("work");
