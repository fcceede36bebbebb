import { functionsWithin } from "../../check/index.ts";
import { FREES, halfEnds, LEAVES_NONE, type CallbackKind } from "../../kernel-api/index.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { renameCall } from "../rename-call.ts";
import { exitFunction, type Idiom, type Repair } from "../repair.ts";
import { followers, placesIn, type StatementPlace } from "../statement-place.ts";
import { endOf, KINDS } from "./callbacks.ts";
import { isCall, staysTheSame } from "./order.ts";

/** As deep as an exit function's helpers are followed. */
const DEPTH = 3;

/** A helper of exit, or of an error path, takes a timer off its queue and does not wait for its handler. */
export const WAIT_WHERE_ENDED: Idiom = {
  title: "wait for timers and work that are under way where they are ended",
  cost: "ending them waits for what is under way",
  example: `timer_delete_sync(&item->timer);	/* in place of timer_delete() */
kfree(item);`,
  apply(repair) {
    let done = 0;
    for (const { fn, kind, call } of halfEndsIn(repair)) {
      renameCall(repair.patch, fn, call, endOf(kind, repair));
      done++;
    }
    if (done === 0) throw new CannotEdit("whatever is ended when the module is unloaded is waited for");
  },
};

type Call = ReturnType<Repair["program"]["callsIn"]>[number]["call"];

function halfEndsIn(repair: Repair): { fn: CFunction; kind: CallbackKind; call: Call }[] {
  const unloading = functionsWithin(repair.program, exitFunction(repair), DEPTH);
  return [...unloading].flatMap((fn) =>
    repair.program.callsIn(fn).flatMap(({ call }) => {
      const kind = KINDS.find((one) => halfEnds(one).has(calleeName(call) ?? ""));
      return kind ? [{ fn, kind, call }] : [];
    }),
  );
}

/** A callback may be under way until whoever ended it has waited for it: what it uses is there until then. */
export const FREE_WHEN_ENDED: Idiom = {
  title: "free what timers and work use when they are gone",
  cost: "nothing",
  example: `cancel_work_sync(&work);
kfree(state);`,
  apply(repair) {
    let done = 0;
    for (const fn of functionsWithin(repair.program, exitFunction(repair), DEPTH)) {
      const moves = placesIn(fn).flatMap((free) => {
        const last = isCall(free.stmt, FREES) ? lastEndBehind(free) : undefined;
        return last ? [{ free, last }] : [];
      });
      for (const { free, last } of moves) {
        staysTheSame(wordsOfFree(free), free, last);
        repair.patch.move(free, last, "after");
        done++;
      }
    }
    if (done === 0) throw new CannotEdit("no timer or work is ended behind what is freed");
  },
};

function lastEndBehind(place: StatementPlace): StatementPlace | undefined {
  return followers(place).findLast(({ stmt }) => isCall(stmt, LEAVES_NONE));
}

function wordsOfFree({ fn, stmt }: StatementPlace): string {
  return fn.file.text.slice(stmt.start, stmt.end);
}
