import { calleeName, type CFunction } from "../../source/index.ts";
import { FREES_POINTER, UNLOCKS } from "../../kernel-api/index.ts";
import { CannotEdit } from "../edit.ts";
import { where, wordsOf } from "../handle.ts";
import type { Idiom, Repair } from "../repair.ts";
import { blockOf, followers, placesIn, textOf, type StatementPlace } from "../statement-place.ts";
import { frees, isCall, move, names } from "./order.ts";

/** Whoever comes second frees NULL, which is nothing. */
export const CLEAR_AFTER_FREE: Idiom = {
  title: "clear the pointer after its memory is freed",
  cost: "two that free at the same time still need a lock",
  example: `kfree(buffer);
buffer = NULL;`,
  apply(repair) {
    let done = 0;
    for (const place of callsIn(repair, FREES_POINTER)) {
      const pointer = argumentOf(place);
      if (!/^[\w.>-]+$/.test(pointer) || place.fn.locals.has(pointer)) continue;
      const cleared = followers(place).some(({ fn, stmt }) =>
        fn.file.text.startsWith(`${pointer} = NULL`, stmt.start),
      );
      if (cleared) continue;
      repair.patch.insertAfter(place, `${pointer} = NULL;`);
      done++;
    }
    if (done === 0) throw new CannotEdit("no variable that lasts is freed here");
  },
};

/** Memory that the function itself goes on with is freed, or its reference dropped, behind the last statement that does. */
export const FREE_AFTER_USE: Idiom = {
  title: "free the memory, or drop its reference, after its last use",
  cost: "nothing",
  example: `total = p->count;
kfree(p);`,
  apply(repair) {
    let done = 0;
    for (const free of repair.program.indexed.filter(readable).flatMap(placesIn)) {
      const { fn, stmt } = free;
      if (fn.name !== repair.finding.function || stmt.kind !== "expr" || !frees(repair, fn, stmt)) continue;
      const pointer = objectOf(argumentOf(free));
      if (!/^[A-Za-z_]\w*(?:(?:->|\.)\w+)*$/.test(pointer)) continue;
      const last = followers(free).findLast((place) => usesPointer(place, pointer));
      if (move(repair, pointer, free, last, "after")) done++;
    }
    if (done === 0) throw new CannotEdit("nothing is used, in the block that it is freed in, after that");
  },
};

/** `&s->ref` lies in what `s` points to, and goes with it. */
function objectOf(argument: string): string {
  return /^&\s*(\w+)->/.exec(argument)?.[1] ?? argument;
}

/** In a statement of its own: one that asks for it and may leave the function needs the free before that. */
function usesPointer(place: StatementPlace, pointer: string): boolean {
  return place.stmt.kind === "expr" && names(textOf(place), pointer);
}

/** A count that reached 0 is set anew, not counted up from 0. */
export const SET_COUNT_ANEW: Idiom = {
  title: "set the reference count anew when its object is used again",
  cost: "right only where nobody else can see the object in between",
  example: `if (refcount_dec_and_test(&r))
	refcount_set(&r, 1);`,
  apply(repair) {
    let done = 0;
    for (const place of callsIn(repair, new Set(["refcount_inc", "kref_get"]))) {
      const { fn, stmt } = place;
      if (stmt.kind !== "expr" || stmt.expr.kind !== "call") continue;
      const guard = place.around.findLast(({ kind }) => kind === "if");
      if (
        guard?.kind !== "if" ||
        !/_dec_and_test\s*\(/.test(fn.file.text.slice(guard.test.start, guard.test.end))
      )
        continue;
      const set = calleeName(stmt.expr) === "kref_get" ? "kref_init(" : "refcount_set(";
      repair.patch.rewrite(place, `${set}${argumentOf(place)}${set === "kref_init(" ? "" : ", 1"});`);
      done++;
    }
    if (done === 0) throw new CannotEdit("no count is taken up from 0 where it was just dropped to it");
  },
};

const SLEEPS =
  /^(m|us|s)sleep\w*$|^usleep_range$|^schedule(_timeout\w*)?$|^cond_resched$|^wait_for_completion\w*$|^flush_work$|^synchronize_rcu$/;

/** What sleeps is done when the lock is free. */
export const SLEEP_AFTER_UNLOCK: Idiom = {
  title: "sleep when the lock is free",
  cost: "what the lock guards may change during the sleep",
  example: `spin_unlock(&lock);
msleep(10);`,
  apply(repair) {
    for (const place of statementsAt(repair)) {
      const { fn, stmt } = place;
      if (stmt.kind !== "expr" || !SLEEPS.test(calleeName(stmt.expr) ?? "") || !blockOf(place)) continue;
      const unlock = followers(place).find((next) => isCall(next.stmt, UNLOCKS));
      if (!unlock) throw new CannotEdit(`${where(fn, stmt)}: the lock is dropped in another block`);
      return repair.patch.move(place, unlock, "after");
    }
    throw new CannotEdit("what sleeps here is no statement of its own");
  },
};

/** An allocation that must not sleep says so. */
export const ALLOCATE_ATOMIC: Idiom = {
  title: "allocate without sleeping where a lock is held",
  cost: "the allocation fails more easily",
  example: "p = kmalloc(size, GFP_ATOMIC);",
  apply(repair) {
    for (const { fn, stmt } of statementsAt(repair)) {
      const at = textOf({ fn, stmt }).indexOf("GFP_KERNEL");
      if (at < 0 || stmt.kind === "block") continue;
      return repair.patch.replace(
        fn.file,
        { start: stmt.start + at, end: stmt.start + at + "GFP_KERNEL".length },
        "GFP_ATOMIC",
      );
    }
    throw new CannotEdit("nothing is allocated with GFP_KERNEL here");
  },
};

/** The statements on the line of the finding. */
function statementsAt({ program, finding }: Repair): StatementPlace[] {
  const { file, line } = finding.span;
  return program.indexed
    .filter((fn) => fn.file.path === file && !fn.isMacro)
    .flatMap(placesIn)
    .filter(({ fn, stmt }) => stmt.kind !== "block" && fn.file.place(stmt.start).line === line);
}

function callsIn({ program }: Repair, names: ReadonlySet<string>): StatementPlace[] {
  return program.indexed
    .filter(readable)
    .flatMap(placesIn)
    .filter(({ stmt }) => isCall(stmt, names));
}

function readable({ isMacro }: CFunction): boolean {
  return !isMacro;
}

function argumentOf({ fn, stmt }: StatementPlace): string {
  const [arg] = stmt.kind === "expr" && stmt.expr.kind === "call" ? stmt.expr.args : [];
  return arg ? wordsOf(fn, arg) : "";
}
