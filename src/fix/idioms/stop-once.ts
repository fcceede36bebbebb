import { calleeName } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { operandOf, where, type HandleStop } from "../handle.ts";
import { testOf, type HandleTest } from "../handle-test.ts";
import { firstFree } from "../names.ts";
import { type Idiom, type Repair } from "../repair.ts";
import { blockOf, followers, mayBeIf, parentOf, textOf } from "../statement-place.ts";
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
    for (const { place, handle, hasEffect, site } of endsOf(repair)) {
      const { fn, stmt } = place;
      if (hasEffect || stmt.kind !== "expr" || stmt.expr !== site.call || !blockOf(place))
        throw new CannotEdit(`${where(fn, stmt)}: this stop has a condition of its own`);
      const taken = firstFree(fn, "t", "task", "taken");
      repair.patch.rewrite(
        place,
        "{",
        `\tstruct task_struct *${taken} = xchg(&${handle}, NULL);`,
        "",
        `\tif (${taken})`,
        `\t\t${calleeName(site.call)}(${taken});`,
        "}",
      );
    }
  },
};

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
