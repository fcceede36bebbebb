import { calleeName, type CFunction } from "../../source/index.ts";
import { keptCreation } from "../creation-edits.ts";
import { CannotEdit } from "../edit.ts";
import { beforeFailing, errorReturns, errorVariable, nameForError } from "../error-returns.ts";
import { where, wordsOf } from "../handle.ts";
import { PRINT_MACROS } from "../names.ts";
import { testBehind, type HandleTestPlace } from "../handle-test.ts";
import { threadOf, type Idiom, type Repair } from "../repair.ts";
import { loopOf, type Round } from "../rounds.ts";
import { blockOf, leaves, placesIn, predecessors, type StatementPlace } from "../statement-place.ts";

/** A module that fails to load is gone, and its exit function is not called: who was started is stopped before. */
export const STOP_WHEN_INIT_FAILS: Idiom = {
  title: "stop the threads that were started when the rest fails",
  cost: "nothing",
  example: `	threads[i] = kthread_run(fn, data, "name/%d", i);
	if (IS_ERR(threads[i])) {
		int err = PTR_ERR(threads[i]);

		while (i-- > 0)
			kthread_stop(threads[i]);
		return err;
	}`,
  apply(repair) {
    let done = 0;
    for (const creation of threadOf(repair).creations) {
      const created = keptCreation(creation);
      const loop = loopOf(created);
      const own = testBehind(created);
      const failing = own && loop ? leavesOf(own) : [];
      for (const place of failing) if (loop) unwindIn(repair, place, loop);
      const behind = Math.max(loop?.end ?? 0, own?.place.stmt.end ?? 0, created.place.stmt.end);
      const later = [...errorReturns(created.place.fn, behind), ...jumps(repair, created.place.fn, behind)];
      const stops = loop ? stopsOf(loop) : [`kthread_stop(${created.handle});`];
      for (const place of later) beforeFailing(repair, place, ...stops);
      done += failing.length + later.length;
    }
    if (done === 0) throw new CannotEdit("nothing fails behind the creation of the thread");
  },
};

/** Jumps out of a condition, behind an offset, to where nobody stops the thread. */
function jumps(repair: Repair, fn: CFunction, behind: number): StatementPlace[] {
  const places = placesIn(fn);
  const labels = places.flatMap(({ stmt }) => (stmt.kind === "label" ? [stmt] : []));
  const stops = threadOf(repair).stops.filter(({ site }) => site.fn === fn);
  return places.filter(({ stmt, around }) => {
    if (stmt.kind !== "goto" || stmt.start < behind || !around.some(({ kind }) => kind === "if"))
      return false;
    const label = labels.find(({ name }) => name === stmt.label);
    return label !== undefined && stops.every(({ site }) => site.call.start < label.start);
  });
}

/** Where the branch of a failed creation goes away. */
function leavesOf({ says, place: { fn, stmt } }: HandleTestPlace): StatementPlace[] {
  if (stmt.kind !== "if") return [];
  const branch = says === "failed" ? stmt.yes : stmt.no;
  return placesIn(fn).filter(
    (place) =>
      (place.stmt === branch || (branch !== undefined && place.around.includes(branch))) &&
      place.stmt.kind !== "block" &&
      place.stmt.kind !== "continue" &&
      leaves(place.stmt),
  );
}

/** What was made before the threads is undone behind them: above the calls that do not look at the counter, nor print. */
function aboveUndoing(place: StatementPlace, index: string): StatementPlace {
  let first = place;
  for (const before of predecessors(place)) {
    const { fn, stmt } = before;
    if (stmt.kind !== "expr" || stmt.expr.kind !== "call") break;
    if (
      new RegExp(`\\b${index}\\b`).test(wordsOf(fn, stmt.expr)) ||
      PRINT_MACROS.test(calleeName(stmt.expr) ?? "")
    )
      break;
    first = before;
  }
  return first;
}

/** Stops the threads of the rounds before. */
const stopsOf = ({ index, from, handle }: Round): string[] => [
  `while (${index}-- > ${from})`,
  `\tkthread_stop(${handle});`,
];

/** Stops the threads of the rounds before, in the loop; what is returned is read while the counter still tells the round. */
function unwindIn({ patch }: Repair, place: StatementPlace, round: Round): void {
  const { fn, stmt } = place;
  const { index } = round;
  const stops = stopsOf(round);
  const value = stmt.kind === "return" ? stmt.value : undefined;
  if (!value || !new RegExp(`\\b${index}\\b`).test(wordsOf(fn, value)))
    return patch.insertBefore(aboveUndoing(place, index), ...stops);
  const kept = errorVariable(fn);
  const words = fn.file.text.slice(value.start, value.end);
  const name = kept ?? nameForError(fn);
  if (kept === undefined && blockOf(place) && blockOf(place)?.body[0] !== stmt)
    throw new CannotEdit(`${where(fn, stmt)}: what is returned has no variable to be kept in`);
  patch.insertBefore(
    place,
    ...(kept === undefined ? [`int ${name} = ${words};`, ""] : [`${name} = ${words};`]),
    ...stops,
  );
  patch.replace(fn.file, value, name);
}
