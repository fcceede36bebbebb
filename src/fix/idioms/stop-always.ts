import { conjunctsOf, type CFunction, type Expr, type Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { where, type HandleStop } from "../handle.ts";
import { testOf } from "../handle-test.ts";
import type { Idiom, Repair } from "../repair.ts";
import { blockOf, parentOf, type StatementPlace } from "../statement-place.ts";
import { endsOf } from "../stop-edits.ts";

/**
 * A flag, or the task_struct itself, cannot tell whether the thread is gone: it may end behind the test, and it may be in the
 * module's text when the flag is set already. So only the handle decides whether there is something to stop.
 */
export const STOP_ALWAYS: Idiom = {
  title: "stop the thread whether it has ended or not",
  cost: "nothing",
  example: `kthread_stop(k);	/* without: if (!done), if (done) return; before it */`,
  apply(repair) {
    let done = 0;
    for (const end of endsOf(repair)) done += dropConditions(repair, end) + dropWaysAround(repair, end);
    if (done === 0) throw new CannotEdit("no stop depends on anything but the thread's handle");
  },
};

/** Takes away what every `if` around the stop asks beside the handle; how many it changed. */
function dropConditions(repair: Repair, end: HandleStop): number {
  let done = 0;
  for (let outer = parentOf(end.place); outer; outer = parentOf(outer)) {
    const { fn, stmt } = outer;
    if (stmt.kind !== "if" || isOfHandle(fn, stmt.test, end.handle)) continue;
    const kept = partsOfHandle(fn, stmt.test, end.handle);
    if (stmt.no) throw new CannotEdit(`${where(fn, stmt)}: the condition of this stop has an else`);
    if (kept.length > 0) {
      repair.patch.replace(
        fn.file,
        stmt.test,
        kept.map((part) => fn.file.text.slice(part.start, part.end)).join(" && "),
      );
    } else unwrap(repair, outer, stmt.yes);
    done++;
  }
  return done;
}

/** Takes away what leaves the function before the stop for another reason than the handle: `if (!enabled) return;`. */
function dropWaysAround(repair: Repair, end: HandleStop): number {
  let done = 0;
  for (let place: StatementPlace | undefined = end.place; place; place = parentOf(place)) {
    const { fn, stmt, around } = place;
    const block = blockOf(place);
    for (const before of block?.body ?? []) {
      if (before === stmt) break;
      if (before.kind !== "if" || before.no || !onlyLeaves(before.yes)) continue;
      if (isOfHandle(fn, before.test, end.handle)) continue;
      repair.patch.remove({ fn, stmt: before, around });
      done++;
    }
  }
  return done;
}

/** Of a function without a result, whose callers are told nothing: the stop is all that was left out. */
function onlyLeaves(stmt: Stmt): boolean {
  if (stmt.kind === "block") return stmt.body.length === 1 && stmt.body.every(onlyLeaves);
  return stmt.kind === "goto" || (stmt.kind === "return" && !stmt.value);
}

function isOfHandle(fn: CFunction, test: Expr, handle: string): boolean {
  return conjunctsOf(test).every((part) => testOf(fn, part, handle) !== undefined);
}

function partsOfHandle(fn: CFunction, test: Expr, handle: string): Expr[] {
  return conjunctsOf(test).filter((part) => testOf(fn, part, handle)?.says === "created");
}

/** The statements of a branch in place of the `if`. */
function unwrap({ patch }: Repair, outer: StatementPlace, branch: StatementPlace["stmt"]): void {
  const { fn, stmt } = outer;
  const inner = branch.kind === "block" ? branch.body : [branch];
  const [first] = inner;
  if (!first || !blockOf(outer))
    throw new CannotEdit(`${where(fn, stmt)}: the condition of this stop cannot be taken away`);
  if (inner.some(({ kind }) => kind === "decl"))
    throw new CannotEdit(`${where(fn, stmt)}: variables are declared in the branch that stops the thread`);
  patch.unwrap(outer, { start: first.start, end: (inner.at(-1) ?? first).end });
}
