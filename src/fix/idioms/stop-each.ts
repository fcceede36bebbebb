import { CannotEdit } from "../edit.ts";
import { wordsOf } from "../handle.ts";
import { keptCreation } from "../creation-edits.ts";
import { onlyCreation, type Idiom } from "../repair.ts";
import { counterAround, loopOf } from "../rounds.ts";
import { endsOf } from "../stop-edits.ts";

/** The loop that stops the threads of an array goes over as many as the one that starts them. */
export const STOP_EACH: Idiom = {
  title: "stop as many threads as were started",
  cost: "nothing",
  example: `for (i = 0; i < ARRAY_SIZE(threads); i++)
	kthread_stop(threads[i]);`,
  apply(repair) {
    const created = keptCreation(onlyCreation(repair));
    const started = loopOf(created);
    if (!started) throw new CannotEdit("the threads are not started in a loop");
    let done = 0;
    for (const end of endsOf(repair)) {
      const { fn } = end.place;
      const counter = fn === created.place.fn ? undefined : counterAround(end);
      if (!counter) continue;
      for (const [expr, words] of [
        [counter.from, started.from],
        [counter.bound, started.bound],
      ] as const) {
        if (!expr || words === undefined || wordsOf(fn, expr) === words) continue;
        repair.patch.replace(fn.file, expr, words);
        done++;
      }
    }
    if (done === 0) throw new CannotEdit("no loop stops another number of threads than are started");
  },
};
