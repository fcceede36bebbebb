import type { UserLook } from "../../machine/user-input.ts";
import {
  calleeName,
  walkExpressions,
  type CFunction,
  type Expr,
  type SourceFile,
} from "../../source/index.ts";
import { isComparison } from "./comparisons.ts";
import { namesOf } from "./origins.ts";
import { functionsOfTables } from "./tables.ts";

/** How a module looks at its open files, at what it is asked for, and at other tasks. */
export function looksOf(functions: readonly CFunction[], files: readonly SourceFile[]): Set<UserLook> {
  const found = new Set<UserLook>();
  for (const { body } of functions) {
    if (!body) continue;
    walkExpressions(body, (expr) => {
      if (expr.kind !== "member") return;
      if (expr.field === "f_flags") found.add("flags");
      if (expr.field === "exit_state") found.add("exits");
      if (expr.field === "f_mode" || expr.field === "f_flags") found.add("mode");
    });
  }
  for (const { body, parameters } of files.flatMap((file) => functionsOfTables(file, "read"))) {
    if (!body) continue;
    const [, , size, position] = parameters.map(({ name }) => name);
    walkExpressions(body, (expr) => {
      if (isComparison(expr) && (isOf(expr.left, size) || isOf(expr.right, size))) found.add("size");
      if (expr.kind === "unary" && expr.op === "*" && isOf(expr, position)) found.add("position");
    });
  }
  if (files.flatMap((file) => functionsOfTables(file, "write")).some(looksAtPosition)) found.add("writes-at");
  const ioctls = files.flatMap((file) => functionsOfTables(file, "unlocked_ioctl"));
  if (ioctls.some(takesNumber)) found.add("argument");
  if (files.flatMap((file) => functionsOfTables(file, "open")).some(countsOrBegins)) found.add("opens");
  if (files.some((file) => functionsOfTables(file, "llseek").length > 0)) found.add("seeks");
  return found;
}

function looksAtPosition({ body, parameters }: CFunction): boolean {
  const position = parameters[3]?.name;
  let found = false;
  if (body) {
    walkExpressions(body, (expr) => {
      found ||= expr.kind === "unary" && expr.op === "*" && isOf(expr, position);
    });
  }
  return found;
}

/** Calls by which open() counts those who have the file open, lets one of them in, or begins what release() ends. */
const COUNTS_OR_BEGINS =
  /^(atomic\w*|refcount_\w+|kref_\w+|test_and_\w+_bit|x?cmpxchg\w*|\w*trylock\w*|kthread_(run|create)\w*)$/;

function countsOrBegins({ body, locals }: CFunction): boolean {
  let found = false;
  if (!body) return false;
  walkExpressions(body, (expr) => {
    if (expr.kind === "call") found ||= COUNTS_OR_BEGINS.test(calleeName(expr) ?? "");
    const target =
      expr.kind === "unary" && /^(\+\+|--)$/.test(expr.op)
        ? expr.operand
        : expr.kind === "assign"
          ? expr.target
          : undefined;
    const [name = "", ...around] = target ? namesOf(target) : [];
    // a variable of the module's that says that somebody has it open
    if (name !== "" && around.length === 0 && !locals.has(name)) found = true;
  });
  return found;
}

/** Calls that take an address of user space's. */
const TAKES_ADDRESS =
  /^(_*copy_(from|to|in)_user|_*(get|put)_user|access_ok|v?memdup_user(_nul)?|strncpy_from_user|u64_to_user_ptr|compat_ptr)$/;

/** Whether ioctl() does something with its argument that is not done with an address. */
function takesNumber({ body, parameters }: CFunction): boolean {
  const name = parameters[2]?.name;
  let found = false;
  if (!body || name === undefined) return false;
  walkExpressions(body, (expr, parents) => {
    if (expr.kind !== "name" || expr.name !== name) return;
    found ||= !parents.some(
      (around) =>
        (around.kind === "cast" && around.type.includes("*")) ||
        (around.kind === "call" && (TAKES_ADDRESS.test(calleeName(around) ?? "") || isPrint(around))),
    );
  });
  return found;
}

function isPrint(call: Expr): boolean {
  return /^(printk|pr_\w+|dev_\w+)$/.test(calleeName(call) ?? "");
}

function isOf(expr: Expr, name: string | undefined): boolean {
  return name !== undefined && namesOf(expr)[0] === name;
}
