import { calleeName } from "../../source/index.ts";
import { COMPLETES_FIRST } from "../../kernel-api/index.ts";
import { CannotEdit } from "../edit.ts";
import { wordsOf } from "../handle.ts";
import { threadFunction, type Idiom } from "../repair.ts";
import { placesIn, type StatementPlace } from "../statement-place.ts";
import { endsOf } from "../stop-edits.ts";

/** kernel/sched/completion.c: the waits that return nothing a caller could look at. */
const WAITS = new Set(["wait_for_completion", "wait_for_completion_io"]);

/**
 * A thread that is stopped before it first runs never calls its function, and so completes nothing: kernel/kthread.c,
 * kthread(). Its stop has waited for its end already.
 */
export const DROP_WAIT: Idiom = {
  title: "do not wait for what the thread may never complete: its stop waits for its end",
  cost: "nothing",
  example: `kthread_stop(k);	/* without: wait_for_completion(&done); */`,
  apply(repair) {
    endsOf(repair); // somebody stops it
    const thread = threadFunction(repair);
    const others = repair.program.indexed.filter((fn) => fn !== thread);
    const fromOthers = new Set(
      others.flatMap((fn) => placesIn(fn).flatMap((place) => completionOf(place, COMPLETES_FIRST))),
    );
    let done = 0;
    for (const fn of others) {
      for (const place of placesIn(fn)) {
        const waitsFor = completionOf(place, WAITS);
        if (waitsFor.length === 0 || waitsFor.some((name) => fromOthers.has(name))) continue;
        repair.patch.remove(place);
        done++;
      }
    }
    if (done === 0)
      throw new CannotEdit("nobody waits for a completion that the thread alone would complete");
  },
};

/** The completion of a statement that is such a call and nothing else. */
function completionOf({ fn, stmt }: StatementPlace, calls: ReadonlySet<string>): string[] {
  if (stmt.kind !== "expr" || stmt.expr.kind !== "call" || !calls.has(calleeName(stmt.expr) ?? "")) return [];
  const [completion] = stmt.expr.args;
  return completion ? [wordsOf(fn, completion).replace(/\s/g, "")] : [];
}
