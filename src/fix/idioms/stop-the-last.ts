import { CannotEdit } from "../edit.ts";
import type { Idiom } from "../repair.ts";
import { testAround } from "../rounds.ts";
import { endsOf } from "../stop-edits.ts";

/** A loop that counts down to the first thread, and leaves that one out: `while (--i > 0)`. */
export const STOP_THE_LAST: Idiom = {
  title: "go on to the thread that counting down ends at",
  cost: "nothing",
  example: `for (i = count - 1; i >= 0; i--)
	kthread_stop(threads[i]);`,
  apply(repair) {
    let done = 0;
    for (const { place } of endsOf(repair)) {
      const test = testAround(place);
      if (test?.kind !== "binary" || test.op !== ">") continue;
      if (test.right.kind !== "number" || test.right.value !== 0) continue;
      const { file } = place.fn;
      const start = test.left.end + file.text.slice(test.left.end, test.right.start).indexOf(">");
      repair.patch.replace(file, { start, end: start + 1 }, ">=");
      done++;
    }
    if (done === 0) throw new CannotEdit("no loop that stops threads counts down to the second one");
  },
};
