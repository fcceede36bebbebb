import { calleeName } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { operandOf, where, wordsOf, type HandleStop } from "../handle.ts";
import { testOf, type HandleTest } from "../handle-test.ts";
import { firstFree } from "../names.ts";
import { threadOf, type Idiom, type Repair } from "../repair.ts";
import {
  blockOf,
  followers,
  ifAround,
  mayBeIf,
  parentOf,
  textOf,
  type StatementPlace,
} from "../statement-place.ts";
import { endsOf } from "../stop-edits.ts";

/** `if (k) { kthread_stop(k); k = NULL; }`, or what of it is not there yet. */
export function guardStop({ patch }: Repair, end: HandleStop, clear: boolean): void {
  const { place, handle, hasEffect } = end;
  const { fn, stmt } = place;
  if (hasEffect) throw new CannotEdit(`${where(fn, stmt)}: what is stopped is no plain variable or field`);
  if (stmt.kind !== "expr") throw new CannotEdit(`${where(fn, stmt)}: the result of kthread_stop() is used`);
  const guarded = guardOf(end) !== undefined;
  const cleared = followers(place).some((next) =>
    fn.file.text.slice(next.stmt.start, next.stmt.end).startsWith(`${handle} = NULL`),
  );
  const words = textOf({ fn, stmt });
  if (guarded) {
    if (clear && !cleared) patch.insertAfter(place, `${handle} = NULL;`);
    return;
  }
  const outer = parentOf(place);
  if (outer?.stmt.kind === "if" && outer.stmt.yes === stmt && !outer.stmt.no) {
    const { test } = outer.stmt;
    patch.replace(fn.file, test, `${operandOf("&&", fn, test)} && ${handle}`);
    if (clear && !cleared) patch.insertAfter(place, `${handle} = NULL;`);
    return;
  }
  if (!mayBeIf(place)) throw new CannotEdit(`${where(fn, stmt)}: this stop has a condition of its own`);
  if (clear && !cleared) patch.rewrite(place, `if (${handle}) {`, `\t${words}`, `\t${handle} = NULL;`, "}");
  else patch.rewrite(place, `if (${handle})`, `\t${words}`);
}

/** The `if` around a stop that asks whether there is a thread. */
export function guardOf({ place, handle }: HandleStop): HandleTest | undefined {
  for (let outer = parentOf(place); outer; outer = parentOf(outer)) {
    const said = outer.stmt.kind === "if" ? testOf(outer.fn, outer.stmt.test, handle) : undefined;
    if (said?.says === "created") return said;
  }
  return undefined;
}

/** Whoever stops the thread leaves NULL in the handle. */
export const CLEAR_AFTER_STOP: Idiom = {
  title: "clear the thread's handle after its stop",
  cost: "two stoppers that run at the same time still need a lock",
  example: `if (k) {
	kthread_stop(k);
	k = NULL;
}`,
  apply(repair) {
    for (const end of endsOf(repair)) guardStop(repair, end, true);
  },
};

/** Of two stoppers at the same time, one gets the handle. */
export const TAKE_HANDLE: Idiom = {
  title: "let one stopper take the thread's handle",
  cost: "an atomic exchange at each stop",
  example: `struct task_struct *t = xchg(&k, NULL);

if (t)
	kthread_stop(t);`,
  apply(repair) {
    const ends = endsOf(repair).filter((end) => !isTakenBack(repair, end));
    if (ends.length === 0) throw new CannotEdit("only its creator stops the thread");
    for (const end of ends) {
      const { place, handle, hasEffect, site } = end;
      const { fn } = place;
      const whole = guardOf(end) ? (ifAround(place) ?? place) : place;
      const result = resultOf(end);
      if (hasEffect || result === undefined || !blockOf(whole) || isMoreThanGuard(whole, handle))
        throw new CannotEdit(`${where(fn, place.stmt)}: this stop has a condition of its own`);
      const taken = firstFree(fn, "t", "task", "taken");
      const call = `${calleeName(site.call)}(${taken})`;
      repair.patch.rewrite(
        whole,
        "{",
        `\tstruct task_struct *${taken} = xchg(&${handle}, NULL);`,
        "",
        ...(result === "" ? [`\tif (${taken})`, `\t\t${call};`] : [`\t${result}${taken} ? ${call} : 0;`]),
        "}",
      );
    }
  },
};

/** In the function that creates the thread nobody else has its handle yet: what it takes back where the rest fails may stay. */
function isTakenBack(repair: Repair, { place }: HandleStop): boolean {
  return !blockOf(place) && threadOf(repair).creations.some(({ site }) => site.fn === place.fn);
}

/** What stands before the call: nothing, `return `, or `err = `. */
function resultOf({ place: { fn, stmt }, site: { call } }: HandleStop): string | undefined {
  if (stmt.kind === "expr" && stmt.expr === call) return "";
  if (stmt.kind === "return" && stmt.value === call) return "return ";
  if (stmt.kind !== "expr" || stmt.expr.kind !== "assign") return undefined;
  const { op, target, value } = stmt.expr;
  return op === "=" && value === call ? `${wordsOf(fn, target)} = ` : undefined;
}

/** Whether an `if` asks for more than the handle, or does more than to stop the thread and to clear it. */
function isMoreThanGuard({ fn, stmt }: StatementPlace, handle: string): boolean {
  if (stmt.kind !== "if") return false;
  const { yes } = stmt;
  const done = yes.kind === "block" ? yes.body : [yes];
  const others = done.filter((one) => {
    const words = textOf({ fn, stmt: one });
    return !/^kthread_stop\w*\(/.test(words) && words !== `${handle} = NULL;`;
  });
  return others.length > 0 || testOf(fn, stmt.test, handle)?.mistaken !== stmt.test;
}

/** Two stops that follow one another: the second has nothing to do. */
export const REMOVE_SECOND_STOP: Idiom = {
  title: "stop the thread once",
  cost: "nothing",
  example: "kthread_stop(k);",
  apply(repair) {
    const ends = endsOf(repair);
    const second = ends.find((end) =>
      ends.some(
        (other) =>
          other !== end &&
          other.handle === end.handle &&
          followers(other.place).some(({ stmt }) => stmt === end.place.stmt),
      ),
    );
    if (!second) throw new CannotEdit("the stops do not follow one another in one block");
    repair.patch.remove(second.place);
  },
};
