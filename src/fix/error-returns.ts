import { calleeName, type CFunction, type Expr } from "../source/index.ts";
import { CannotEdit } from "./edit.ts";
import { wordsOf } from "./handle.ts";
import { freeName } from "./names.ts";
import type { Patcher } from "./patcher.ts";
import type { Repair } from "./repair.ts";
import { placesIn, type StatementPlace } from "./statement-place.ts";

/** Returns behind an offset that tell of a failure, or of both. */
export function errorReturns(fn: CFunction, behind: number): StatementPlace[] {
  return placesIn(fn).filter(
    (place) =>
      place.stmt.start > behind &&
      (tellsOfFailure(place) || handleOfReturn(place) !== undefined || callOfReturn(place) !== undefined),
  );
}

/** `return -ENOMEM;`, `return PTR_ERR(k);`, and `return err;` under a condition. */
function tellsOfFailure({ stmt, around }: StatementPlace): boolean {
  if (stmt.kind !== "return" || stmt.value === undefined) return false;
  const { value } = stmt;
  if (value.kind === "unary" && value.op === "-") return true;
  if (value.kind === "call") return calleeName(value) === "PTR_ERR";
  return value.kind === "name" && around.some(({ kind }) => kind === "if");
}

/** `return PTR_ERR_OR_ZERO(k);` tells of both. */
function handleOfReturn({ fn, stmt }: StatementPlace): string | undefined {
  if (stmt.kind !== "return" || stmt.value?.kind !== "call") return undefined;
  const [arg] = stmt.value.args;
  return calleeName(stmt.value) === "PTR_ERR_OR_ZERO" && arg?.kind !== "call" && arg
    ? wordsOf(fn, arg)
    : undefined;
}

/** `return misc_register(&device);` does too. */
function callOfReturn({ stmt }: StatementPlace): Expr | undefined {
  const value = stmt.kind === "return" ? stmt.value : undefined;
  return value?.kind === "call" && !/^(?:PTR_ERR|ERR_PTR)/.test(calleeName(value) ?? "") ? value : undefined;
}

/** What has to be done where a return tells of a failure, and only there. */
export function beforeFailing({ patch }: Repair, place: StatementPlace, ...lines: string[]): void {
  const { fn } = place;
  const handle = handleOfReturn(place);
  const call = callOfReturn(place);
  const where = (test: string): string[] => {
    const [open, close] = lines.length > 1 ? [" {", ["}"]] : ["", []];
    return [`if (${test})${open}`, ...lines.map((line) => `\t${line}`), ...close];
  };
  if (handle !== undefined) return patch.insertBefore(place, ...where(`IS_ERR(${handle})`));
  if (!call) return patch.insertBefore(place, ...lines);
  const kept = errorVariable(fn);
  const name = kept ?? nameForError(fn);
  if (kept === undefined) declare(patch, fn, `int ${name};`);
  patch.rewrite(place, `${name} = ${wordsOf(fn, call)};`, ...where(name), `return ${name};`);
}

/** What people call a variable for an error. */
const NAMES = ["err", "ret", "rc", "error", "result", "retval"];

/** The variable that a function has for an error. */
export function errorVariable({ locals }: CFunction): string | undefined {
  return NAMES.find((name) => locals.has(name));
}

/** What such a variable may be called where there is none. */
export function nameForError(fn: CFunction): string {
  const { globals, functions } = fn.file;
  return globals.has("err") || functions.has("err") ? freeName(fn, "err") : "err";
}

/** Below a function's other declarations, or above its first statement. */
export function declare(patch: Patcher, fn: CFunction, line: string): void {
  const body = fn.body?.kind === "block" ? fn.body : undefined;
  const first = body?.body[0];
  if (!body || !first) throw new CannotEdit(`${fn.name}() is empty`);
  if (first.kind === "decl") patch.insertAfter({ fn, stmt: first, around: [body] }, line);
  else patch.insertBefore({ fn, stmt: first, around: [body] }, line, "");
}
