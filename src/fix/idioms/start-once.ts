import { walkExpressions, type CFunction, type Expr, type Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { isPlace, where, wordsOf, type HandleCreation } from "../handle.ts";
import { keptCreation } from "../creation-edits.ts";
import { indentAt, layoutOf } from "../layout.ts";
import type { Patcher } from "../patcher.ts";
import { onlyCreation, type Idiom } from "../repair.ts";
import { loopOf } from "../rounds.ts";
import { blockOf, followers, type StatementPlace } from "../statement-place.ts";

/** Who starts a thread again leaves the one alone that the handle names. */
export const START_ONCE: Idiom = {
  title: "start no second thread while there is one",
  cost: "who asks for a second thread is not told that there is none",
  weight: 1,
  example: `if (!k) {
	t = kthread_run(fn, data, "name");
	if (!IS_ERR(t))
		k = t;
}`,
  apply(repair) {
    const created = keptCreation(onlyCreation(repair));
    const { place } = created;
    const { fn, stmt } = place;
    if (loopOf(created)) throw new CannotEdit("the threads are started in a loop");
    const kept = keeperOf(created);
    if (kept === undefined || !blockOf(place))
      throw new CannotEdit(
        `${where(fn, stmt)}: the handle is kept nowhere where the next start could look for it`,
      );
    guard(repair.patch, place, lastAbout(created), kept);
  },
};

/** Where the handle is when the function has returned: its own place, or the one that it is copied to behind the creation. */
function keeperOf({ place, handle }: HandleCreation & { readonly handle: string }): string | undefined {
  const { fn } = place;
  const stays = (words: string): boolean => /\W/.test(words) || fn.locals.get(words)?.isStatic !== false;
  if (stays(handle)) return handle;
  let copy: string | undefined;
  for (const { stmt } of followers(place)) {
    walkExpressions(stmt, (expr) => {
      if (!isCopyOf(expr, handle) || !isPlace(expr.target)) return;
      const words = wordsOf(fn, expr.target);
      if (stays(words)) copy ??= words;
    });
  }
  return copy;
}

type Assign = Extract<Expr, { kind: "assign" }>;

function isCopyOf(expr: Expr, handle: string): expr is Assign {
  return expr.kind === "assign" && expr.value.kind === "name" && expr.value.name === handle;
}

/** The last of the statements right behind the creation that speak of the handle; a return is the function's answer in any case. */
function lastAbout({ place, handle }: HandleCreation & { readonly handle: string }): StatementPlace {
  const { fn } = place;
  let last = place;
  for (const next of followers(place)) {
    if (next.stmt.kind === "return" || !mentions(fn, next.stmt, handle)) return last;
    last = next;
  }
  return last;
}

function mentions(fn: CFunction, stmt: Stmt, handle: string): boolean {
  let found = false;
  walkExpressions(stmt, (expr) => {
    found ||= wordsOf(fn, expr) === handle;
  });
  return found;
}

/** `if (!k) { ... }` around some statements of a block; a declaration stays before it, without its value. */
function guard(patch: Patcher, first: StatementPlace, last: StatementPlace, kept: string): void {
  const { fn, stmt } = first;
  const { file } = fn;
  const { newline, step } = layoutOf(file);
  const indent = indentAt(file.text, stmt.start);
  const { declaration, creation } = withoutDeclaration(fn, stmt);
  const rest = file.text.slice(stmt.end, last.stmt.end);
  const inner = `${indent}${creation}${declaration === undefined ? rest : rest.replace(/^(\s*\n)+/, newline)}`;
  const lines = [
    `if (!${kept}) {`,
    ...inner.split(/\r?\n/).map((line) => (line.trim() === "" ? "" : step + line)),
    `${indent}}`,
  ];
  const before = declaration === undefined ? "" : declaration + newline + newline + indent;
  patch.replace(file, { start: stmt.start, end: last.stmt.end }, before + lines.join(newline));
}

/** `struct task_struct *t = kthread_run(...);` in two. */
function withoutDeclaration(
  { file }: CFunction,
  stmt: Stmt,
): { readonly declaration?: string; readonly creation: string } {
  if (stmt.kind !== "decl") return { creation: file.text.slice(stmt.start, stmt.end) };
  const [only, another] = stmt.declarators;
  if (!only?.init || another)
    throw new CannotEdit(
      `${file.path}:${file.place(stmt.start).line}: more is declared here than the handle`,
    );
  const said = file.text.slice(stmt.start, only.init.start).replace(/\s*=\s*$/, "");
  return {
    declaration: `${said};`,
    creation: `${only.name} = ${file.text.slice(only.init.start, stmt.end)}`,
  };
}
