import { functionsWithin } from "../../check/index.ts";
import { ENDS_ALL_WORK, FREES, halfEnds, LEAVES_NONE, type CallbackKind } from "../../kernel-api/index.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { renameCall } from "../rename-call.ts";
import { CALL_DEPTH, exitFunction, type Idiom, type Repair } from "../repair.ts";
import { followers, placesIn, textOf } from "../statement-place.ts";
import { endOf, KINDS } from "./callbacks.ts";
import { isCall, move } from "./order.ts";

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
  const unloading = functionsWithin(repair.program, exitFunction(repair), CALL_DEPTH);
  return [...unloading].flatMap((fn) =>
    repair.program.callsIn(fn).flatMap(({ call }) => {
      const kind = KINDS.find((one) => halfEnds(one).has(calleeName(call) ?? ""));
      return kind ? [{ fn, kind, call }] : [];
    }),
  );
}

const ENDS: ReadonlySet<string> = new Set([...LEAVES_NONE, ...ENDS_ALL_WORK]);

/** A callback may be under way until whoever ended it has waited for it: what it uses is there until then. */
export const FREE_WHEN_ENDED: Idiom = {
  title: "free what timers and work use when they are gone",
  cost: "nothing",
  example: `cancel_work_sync(&work);
kfree(state);`,
  apply(repair) {
    let done = 0;
    for (const fn of functionsWithin(repair.program, exitFunction(repair), CALL_DEPTH)) {
      for (const free of placesIn(fn).filter(({ stmt }) => isCall(stmt, FREES))) {
        const last = followers(free).findLast(({ stmt }) => isCall(stmt, ENDS));
        if (move(repair, textOf(free), free, last, "after")) done++;
      }
    }
    if (done === 0) throw new CannotEdit("no timer or work is ended behind what is freed");
  },
};
