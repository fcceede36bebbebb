import { LOCKS, UNLOCKS } from "../../kernel-api/index.ts";
import { calleeName, type Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { declare } from "../error-returns.ts";
import { where, wordsOf, type HandleStop } from "../handle.ts";
import { testOf } from "../handle-test.ts";
import { indentAt, layoutOf } from "../layout.ts";
import { firstFree } from "../names.ts";
import type { Idiom } from "../repair.ts";
import type { Patcher } from "../patcher.ts";
import {
  blockOf,
  followers,
  ifAround,
  placesIn,
  predecessors,
  type StatementPlace,
} from "../statement-place.ts";
import { endsOf } from "../stop-edits.ts";
import { isCall } from "./order.ts";
import { isGuardStatement, scopeAround } from "./sooner.ts";

/** The handle is taken away under the lock, and the thread stopped without it. */
export const TAKE_UNDER_LOCK: Idiom = {
  title: "take the thread's handle under the lock, and stop it without",
  cost: "one local variable",
  example: `mutex_lock(&lock);
t = k;
k = NULL;
mutex_unlock(&lock);
if (t)
	kthread_stop(t);`,
  apply({ patch, ...repair }) {
    let done = 0;
    for (const end of endsOf({ patch, ...repair })) {
      if (end.hasEffect) continue;
      const whole = wholeOf(end);
      const name = firstFree(whole.fn, "t", "task", "taken");
      const taking = [`${name} = ${end.handle};`, `${end.handle} = NULL;`];
      const stopping = [`if (${name})`, `\t${calleeName(end.site.call) ?? "kthread_stop"}(${name});`];
      if (!takes(patch, whole, taking, stopping)) continue;
      // of a scope the compiler cannot tell that it is always entered
      const isScope = !followers(whole).some((next) => isCall(next.stmt, UNLOCKS));
      declare(patch, whole.fn, `struct task_struct *${name}${isScope ? " = NULL" : ""};`);
      done++;
    }
    if (done === 0) throw new CannotEdit("no lock is dropped behind the stop in the function that stops");
  },
};

/** The stop, with the `if` around it where that asks for the handle, and does nothing but stop and forget it. */
function wholeOf({ place, handle, site }: HandleStop): StatementPlace {
  const { fn, stmt } = place;
  if (stmt.kind !== "expr" || stmt.expr !== site.call)
    throw new CannotEdit(`${where(fn, stmt)}: the result of kthread_stop() is used`);
  const outer = ifAround(place);
  if (!outer || testOf(fn, outer.stmt.test, handle)?.says !== "created") return place;
  const { test, yes } = outer.stmt;
  const isAlone = test.kind !== "binary" || (test.op !== "&&" && test.op !== "||");
  const inside = yes.kind === "block" ? yes.body : [yes];
  const forgets = (one: Stmt): boolean =>
    one.kind === "expr" &&
    one.expr.kind === "assign" &&
    wordsOf(fn, one.expr.target) === handle &&
    wordsOf(fn, one.expr.value) === "NULL";
  if (!isAlone || !inside.every((one) => one === stmt || forgets(one)))
    throw new CannotEdit(`${where(fn, outer.stmt)}: more than the stop depends on this`);
  return outer;
}

/** Takes the handle in the stop's place, and stops the thread behind the lock: one that is dropped, or that goes with its scope. */
function takes(
  patch: Patcher,
  whole: StatementPlace,
  taking: readonly string[],
  stopping: readonly string[],
): boolean {
  const unlock = followers(whole).find((next) => isCall(next.stmt, UNLOCKS));
  const scope = scopeAround(whole);
  const guard = predecessors(whole).find(({ stmt }) => isGuardStatement(stmt));
  if (unlock) {
    if (!predecessors(whole).some(({ stmt }) => isCall(stmt, LOCKS))) return false;
    patch.rewrite(whole, ...taking);
    patch.insertAfter(unlock, ...stopping);
  } else if (guard) {
    closeScope(patch, guard, whole, taking, stopping);
  } else if (scope?.stmt.kind === "macro") {
    if (blockOf(whole)) patch.rewrite(whole, ...taking);
    else patch.replace(whole.fn.file, betweenBraces(scope), inBraces(scope, taking));
    patch.insertAfter(scope, ...stopping);
  } else return false;
  return true;
}

function betweenBraces({ stmt }: StatementPlace): { start: number; end: number } {
  if (stmt.kind !== "macro") throw new CannotEdit("no scope");
  return { start: stmt.head.end, end: stmt.body.end };
}

function inBraces({ fn, stmt }: StatementPlace, lines: readonly string[]): string {
  const { newline, step } = layoutOf(fn.file);
  const indent = indentAt(fn.file.text, stmt.start);
  return ` {${lines.map((line) => newline + indent + step + line).join("")}${newline}${indent}}`;
}

/** `guard(mutex)(&lock);` holds the lock as far as its block goes: it becomes a scope, which ends before the stop. */
function closeScope(
  patch: Patcher,
  guard: StatementPlace,
  whole: StatementPlace,
  taking: readonly string[],
  stopping: readonly string[],
): void {
  const { fn, stmt } = guard;
  const { file } = fn;
  const words = file.text.slice(stmt.start, stmt.end);
  const [, kind, lock] = /^guard\s*\((\w+)\)\s*\((.*)\)\s*;$/s.exec(words) ?? [];
  const inside = followers(guard).filter((next) => next.stmt.kind !== "return");
  const last = inside.at(-1)?.stmt;
  if (kind === undefined || lock === undefined || !last)
    throw new CannotEdit(`${where(fn, stmt)}: what this guards is not plain`);
  const early = placesIn(fn).find(
    (place) =>
      (place.stmt.kind === "return" || place.stmt.kind === "goto" || place.stmt.kind === "decl") &&
      stmt.end <= place.stmt.start &&
      place.stmt.end <= last.end,
  );
  if (early)
    throw new CannotEdit(`${where(fn, early.stmt)}: the scope of the lock is left, or used, from here`);
  const { newline, step } = layoutOf(file);
  const indent = indentAt(file.text, stmt.start);
  const kept =
    file.text.slice(stmt.end, whole.stmt.start) +
    taking.join(newline + indent) +
    file.text.slice(whole.stmt.end, last.end);
  const deeper = kept
    .split(newline)
    .map((line, i) => (i === 0 || line === "" ? line : step + line))
    .join(newline);
  const behind = stopping.map((line) => newline + indent + line.replace(/^\t/, step)).join("");
  patch.replace(
    file,
    { start: stmt.start, end: last.end },
    `scoped_guard(${kind}${lock === "" ? "" : `, ${lock}`}) {${deeper}${newline}${indent}}${behind}`,
  );
}
