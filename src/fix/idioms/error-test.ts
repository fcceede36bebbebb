import type { CFunction, Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { keptCreation, testForError } from "../creation-edits.ts";
import { where, wordsOf, type HandleCreation } from "../handle.ts";
import { testBehind, testOf, type HandleTestPlace } from "../handle-test.ts";
import { threadOf, type Idiom, type Repair } from "../repair.ts";
import { leaves, mayBeIf, placesIn, type StatementPlace } from "../statement-place.ts";
import { guardOf, guardStop } from "./stop-once.ts";
import { endsOf } from "../stop-edits.ts";

/** `if (!k)` and `if (PTR_ERR(k) < 0)` become `if (IS_ERR(k))`. */
export const TEST_WITH_IS_ERR: Idiom = {
  title: "test the new thread's handle with IS_ERR()",
  cost: "nothing",
  example: `k = kthread_run(fn, data, "name");
if (IS_ERR(k))
	return PTR_ERR(k);`,
  apply(repair) {
    for (const { created, test } of mistakenTests(repair))
      testForError(repair, test.place.fn, test, created.handle);
  },
};

/** The same, and the handle is NULL for everybody who looks at it later. */
export const NULL_ON_FAILURE: Idiom = {
  title: "test the new thread's handle with IS_ERR(), and leave it NULL when there is none",
  cost: "the stopper has to test the handle",
  example: `k = kthread_run(fn, data, "name");
if (IS_ERR(k)) {
	int err = PTR_ERR(k);

	k = NULL;
	return err;
}
...
if (k)
	kthread_stop(k);`,
  apply(repair) {
    for (const creation of threadOf(repair).creations) {
      const created = keptCreation(creation);
      const test = testBehind(created);
      if (test) clearWhenFailed(repair, created, test);
      else
        repair.patch.insertAfter(
          created.place,
          `if (IS_ERR(${created.handle}))`,
          `\t${created.handle} = NULL;`,
        );
    }
    for (const end of endsOf(repair)) guardStop(repair, end, false);
  },
};

/** The stopper asks whether there is a thread. */
export const GUARD_STOP: Idiom = {
  title: "stop the thread only where it was created",
  cost: "the handle goes on holding an error; whoever else reads it has to ask as well",
  example: `if (!IS_ERR_OR_NULL(k))
	kthread_stop(k);`,
  apply(repair) {
    for (const end of endsOf(repair)) {
      const { place, handle, hasEffect } = end;
      const guard = guardOf(end);
      if (guard?.mistaken && !hasEffect) {
        testForError(repair, place.fn, guard, handle, "IS_ERR_OR_NULL");
        continue;
      }
      if (hasEffect || !mayBeIf(place))
        throw new CannotEdit(`${where(place.fn, place.stmt)}: this stop has a condition of its own`);
      const words = place.fn.file.text.slice(place.stmt.start, place.stmt.end);
      repair.patch.rewrite(place, `if (!IS_ERR_OR_NULL(${handle}))`, `\t${words}`);
    }
  },
};

/** Creation without a test: a failure is told to the caller. */
export const RETURN_ERROR: Idiom = {
  title: "tell the caller when the thread cannot be created",
  cost: "nothing, where nothing else has to be undone before",
  example: TEST_WITH_IS_ERR.example,
  apply(repair) {
    let done = 0;
    for (const creation of threadOf(repair).creations) {
      const created = keptCreation(creation);
      const { fn } = created.place;
      if (testBehind(created)) continue;
      if (!/\b(int|long)\b/.test(fn.returnType)) throw new CannotEdit(`${fn.name}() returns no error code`);
      repair.patch.insertAfter(
        created.place,
        `if (IS_ERR(${created.handle}))`,
        `\treturn PTR_ERR(${created.handle});`,
      );
      done++;
    }
    if (done === 0) throw new CannotEdit("every creation is already tested");
  },
};

function mistakenTests(
  repair: Repair,
): { created: HandleCreation & { handle: string }; test: HandleTestPlace }[] {
  const found = threadOf(repair).creations.flatMap((creation) => {
    const created = keptCreation(creation);
    return placesIn(created.place.fn)
      .filter(({ stmt }) => stmt.start >= created.place.stmt.start)
      .flatMap((place) => {
        const said = place.stmt.kind === "if" ? testOf(place.fn, place.stmt.test, created.handle) : undefined;
        return said?.mistaken ? [{ created, test: { ...said, place } }] : [];
      })
      .slice(0, 1);
  });
  if (found.length === 0)
    throw new CannotEdit("no test of the new handle that takes errors and threads for one another was found");
  return found;
}

/** `k = NULL;` */
function clears(fn: CFunction, stmt: Stmt, handle: string): boolean {
  if (stmt.kind !== "expr" || stmt.expr.kind !== "assign") return false;
  const { target, value, op } = stmt.expr;
  return op === "=" && wordsOf(fn, target) === handle && wordsOf(fn, value) === "NULL";
}

function clearWhenFailed(repair: Repair, { handle = "" }: HandleCreation, test: HandleTestPlace): void {
  const { stmt, fn } = test.place;
  if (stmt.kind !== "if") return;
  if (test.says !== "failed")
    throw new CannotEdit(`${where(fn, stmt)}: the test has no branch for the failure`);
  testForError(repair, fn, test, handle);
  const inside = stmt.yes.kind === "block" ? stmt.yes.body : [stmt.yes];
  if (inside.some((one) => clears(fn, one, handle))) return;
  const last = inside.at(-1);
  if (!last) throw new CannotEdit(`${where(fn, stmt)}: the branch for the failure is empty`);
  const around =
    stmt.yes.kind === "block" ? [...test.place.around, stmt, stmt.yes] : [...test.place.around, stmt];
  const place: StatementPlace = { fn, stmt: last, around };
  if (!leaves(last)) return repair.patch.insertAfter(place, `${handle} = NULL;`);
  const value = last.kind === "return" && last.value ? wordsOf(fn, last.value) : "";
  if (value.includes(handle))
    throw new CannotEdit(`${where(fn, last)}: what is returned is read from the handle`);
  repair.patch.insertBefore(place, `${handle} = NULL;`);
}
