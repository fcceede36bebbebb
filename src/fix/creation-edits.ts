import { CREATES } from "../kernel-api/index.ts";
import { calleeName, type CFunction, type Stmt } from "../source/index.ts";
import { CannotEdit } from "./edit.ts";
import { handleCreation, where, wordsOf, type HandleCreation } from "./handle.ts";
import { isNull, testBehind, testOf, type HandleTest } from "./handle-test.ts";
import type { Repair } from "./repair.ts";
import { followers, leaves, type StatementPlace } from "./statement-place.ts";
import { renameCall } from "./rename-call.ts";
import { balanced } from "./text-places.ts";
import type { Creation } from "../check/index.ts";

/** The form of a creation that wakes the thread, or leaves it asleep. */
function formOf(name: string, wakes: boolean): string | undefined {
  const creating = CREATES.get(name);
  return creating && creating.wakes !== wakes ? creating.twin : undefined;
}

/** `kthread_run()` becomes `kthread_create()`, with the same arguments. */
export function createAsleep({ patch }: Repair, { site }: HandleCreation): void {
  const { callee } = site.call;
  const other = callee.kind === "name" ? formOf(callee.name, false) : undefined;
  if (other === undefined)
    throw new CannotEdit(
      `${where(site.fn, site.call)}: there is no form of this call that leaves the thread asleep`,
    );
  renameCall(patch, site.fn, site.call, other);
}

/** `kthread_create()` becomes `kthread_run()`. */
export function createAwake({ patch }: Repair, { site }: HandleCreation): void {
  const { callee } = site.call;
  const name = callee.kind === "name" ? callee.name : "";
  const other = formOf(name, true);
  if (other === undefined)
    throw new CannotEdit(`${where(site.fn, site.call)}: there is no form of ${name}() that wakes the thread`);
  renameCall(patch, site.fn, site.call, other);
}

/**
 * Puts lines where the thread has been created for certain: behind the test for failure, made one with IS_ERR() where it is
 * one for NULL, or a test of their own where there is none.
 */
export function whenCreated(repair: Repair, created: HandleCreation, lines: readonly string[]): void {
  const { patch } = repair;
  const { place, handle, inTest } = created;
  if (handle === undefined)
    throw new CannotEdit(`${where(place.fn, place.stmt)}: nobody keeps the handle of the thread`);
  const told = followers(place).find(({ stmt }) => stmt.kind === "return" && tellsFailure(stmt, created));
  const test = testBehind(created);
  if (test) {
    if (test.mistaken) testForError(repair, test.place.fn, test, handle);
    return behindTest(repair, test.place, test.says, handle, lines);
  }
  if (told) {
    return patch.rewrite(
      told,
      `if (IS_ERR(${handle}))`,
      `\treturn PTR_ERR(${handle});`,
      ...lines,
      "return 0;",
    );
  }
  if (inTest)
    throw new CannotEdit(`${where(place.fn, place.stmt)}: the thread is created inside of a condition`);
  patch.insertAfter(place, ...ifNoError(handle, lines));
}

/** A return that tells the caller whether there is a thread. */
function tellsFailure(stmt: Stmt, { handle = "", place }: HandleCreation): boolean {
  return stmt.kind === "return" && stmt.value !== undefined && tellsOf(wordsOf(place.fn, stmt.value), handle);
}

function ifNoError(handle: string, lines: readonly string[], test = "IS_ERR"): string[] {
  const braces = lines.length > 1;
  return [
    `if (!${test}(${handle}))${braces ? " {" : ""}`,
    ...lines.map((line) => `\t${line}`),
    ...(braces ? ["}"] : []),
  ];
}

function behindTest(
  { patch }: Repair,
  place: StatementPlace,
  says: HandleTest["says"],
  handle: string,
  lines: readonly string[],
): void {
  if (place.stmt.kind !== "if") return;
  const { yes, no } = place.stmt;
  const branch = says === "created" ? yes : no;
  if (branch) return patch.insertBefore(firstOf(place, branch), ...lines);
  if (says === "failed" && leaves(yes)) return patch.insertAfter(place, ...lines);
  // a branch that goes on may have left NULL in the handle
  const sets = wordsIn(place.fn, yes).includes(`${handle} = `);
  patch.insertAfter(place, ...ifNoError(handle, lines, sets ? "IS_ERR_OR_NULL" : "IS_ERR"));
}

const wordsIn = ({ file }: CFunction, { start, end }: Stmt): string => file.text.slice(start, end);

/** The first statement of a branch. */
function firstOf({ fn, stmt, around }: StatementPlace, branch: Stmt): StatementPlace {
  const [first] = branch.kind === "block" ? branch.body : [];
  if (branch.kind !== "block") return { fn, stmt: branch, around: [...around, stmt] };
  if (!first) throw new CannotEdit(`${where(fn, stmt)}: an empty branch`);
  return { fn, stmt: first, around: [...around, stmt, branch] };
}

/** `!k`, `0 == k`, `(long)k < 0` or `PTR_ERR(k)` becomes `IS_ERR(k)`; what else the condition asks stays. */
export function testForError(
  { patch }: Repair,
  fn: CFunction,
  { mistaken }: HandleTest,
  handle: string,
  asking: "IS_ERR" | "IS_ERR_OR_NULL" = "IS_ERR",
): void {
  if (!mistaken) return;
  const { file } = fn;
  const says = testOf(fn, mistaken, handle)?.says; // of this part, whatever the whole says
  let kept = mistaken;
  while (kept.kind === "unary" && kept.op === "!") kept = kept.operand;
  if (kept.kind === "binary") kept = isNull(kept.left) ? kept.right : kept.left;
  while (kept.kind === "cast") kept = kept.operand;
  const [made] = kept.kind === "call" ? kept.args : [];
  if (made && calleeName(kept) === "PTR_ERR") kept = made;
  const whole = balanced(file, mistaken);
  const asks = `${says === "created" ? "!" : ""}${asking}(`;
  if (kept.kind !== "assign") return patch.replace(file, whole, `${asks}${handle})`);
  // the creation stands inside: what else is changed of it stays apart
  patch.replace(file, { start: whole.start, end: kept.start }, asks);
  patch.replace(file, { start: kept.end, end: whole.end }, ")");
}

/** `PTR_ERR_OR_ZERO(k)`, `IS_ERR(k) ? PTR_ERR(k) : 0` */
function tellsOf(words: string, handle: string): boolean {
  const plain = words.replace(/\s/g, "");
  const name = handle.replace(/\s/g, "");
  return (
    plain === `PTR_ERR_OR_ZERO(${name})` ||
    plain === `PTR_RET(${name})` ||
    plain === `IS_ERR(${name})?PTR_ERR(${name}):0`
  );
}

/** The handle of a creation that keeps one. */
export function keptCreation(creation: Creation): HandleCreation & { readonly handle: string } {
  const created = handleCreation(creation);
  const { handle, place } = created;
  if (handle === undefined)
    throw new CannotEdit(`${where(place.fn, place.stmt)}: nobody keeps the handle of the thread`);
  return { ...created, handle };
}
