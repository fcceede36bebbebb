import { functionsWithin } from "../../check/index.ts";
import { calleeName } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { wordsOf } from "../handle.ts";
import { isLasting } from "../names.ts";
import { CALL_DEPTH, threadFunction, type Idiom, type Repair } from "../repair.ts";
import { endsOf } from "../stop-edits.ts";
import { ifAround } from "../statement-place.ts";

/** Waits that no stop ends, and the call that lets whoever waits go on for good: kernel/sched/completion.c, kernel/locking/semaphore.c. */
const OPENED_BY: readonly { readonly waits: RegExp; readonly opens: string }[] = [
  { waits: /^wait_for_completion(_io)?$/, opens: "complete_all" },
  { waits: /^down$/, opens: "up" },
];

/** kthread_stop() waits for a thread that waits for somebody else: who stops it must be that one. */
export const OPEN_BEFORE_STOP: Idiom = {
  title: "let the thread go on where it waits, before it is stopped",
  cost: "the thread runs once more past its wait, with nothing there to be done",
  weight: 1,
  example: `complete_all(&go);
kthread_stop(k);`,
  apply(repair) {
    const gates = gatesOf(repair);
    if (gates.size === 0)
      throw new CannotEdit(`${threadFunction(repair).name}() waits for nothing that can be named elsewhere`);
    for (const { place } of endsOf(repair)) {
      if (place.fn.file !== threadFunction(repair).file) throw new CannotEdit("the stop is in another file");
      repair.patch.insertBefore(ifAround(place) ?? place, ...gates);
    }
  },
};

/** The calls that open what the thread waits for. */
function gatesOf(repair: Repair): Set<string> {
  const found = new Set<string>();
  for (const fn of functionsWithin(repair.program, threadFunction(repair), CALL_DEPTH))
    for (const { call } of repair.program.callsIn(fn)) {
      const opens = OPENED_BY.find(({ waits }) => waits.test(calleeName(call) ?? ""))?.opens;
      const [gate] = call.args;
      if (opens && gate && isLasting(fn, gate)) found.add(`${opens}(${wordsOf(fn, gate)});`);
    }
  return found;
}
