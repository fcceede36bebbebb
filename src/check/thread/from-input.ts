import {
  calleeName,
  innerStatements,
  walkExpressions,
  type CFunction,
  type Expr,
  type Stmt,
} from "../../source/index.ts";

/** Calls whose outcome says what user space wrote, or that the caller was interrupted; lib/kstrtox.c, include/linux/uaccess.h, string.h, mutex.h. */
const TELLS =
  /^(k?strto\w+|simple_strto\w+|(__)?copy_from_user|(__)?get_user|strncpy_from_user|sscanf|sysfs_streq|(str|strn|strcase|strncase|mem)cmp|(__)?(sysfs_)?match_string|_IOC_\w+|mutex_lock_(interruptible|killable)|down_(interruptible|killable)|capable|likely|unlikely)$/;

const CONSTANT = /^([A-Z][A-Z0-9_]*|true|false)$/;

/** Whether what an expression comes to is decided by what somebody asks for alone: it looks at no variable that outlives the function. */
export function isFromInput(expr: Expr, fn: CFunction, around: readonly string[] = []): boolean {
  switch (expr.kind) {
    case "number":
    case "string":
      return true;
    case "name":
      return CONSTANT.test(expr.name) || isInputVariable(expr, fn, around);
    case "member":
      return !expr.arrow && isFromInput(expr.object, fn, around);
    case "index":
      return isFromInput(expr.object, fn, around) && isFromInput(expr.index, fn, around);
    case "cast":
    case "unary":
      return isFromInput(expr.operand, fn, around);
    case "binary":
      return isFromInput(expr.left, fn, around) && isFromInput(expr.right, fn, around);
    case "call":
      return TELLS.test(calleeName(expr) ?? "");
    default:
      return false;
  }
}

/** A parameter, or a local that is only given what is one. */
function isInputVariable(
  variable: Extract<Expr, { kind: "name" }>,
  fn: CFunction,
  around: readonly string[],
): boolean {
  const { name } = variable;
  const local = fn.locals.get(name);
  if (!local || !fn.body || (local.isStatic && !local.isParameter)) return false;
  if (around.includes(name)) return true;
  return givenBefore(variable, fn.body).every((value) => value && isFromInput(value, fn, [...around, name]));
}

/** What a local is given above a look at it; undefined where nobody knows. */
function givenBefore({ name, start }: Extract<Expr, { kind: "name" }>, body: Stmt): (Expr | undefined)[] {
  const found: (Expr | undefined)[] = [];
  const isIt = (expr: Expr | undefined): boolean => expr?.kind === "name" && expr.name === name;
  const declared = (stmt: Stmt): void => {
    if (stmt.kind === "decl")
      for (const one of stmt.declarators)
        if (one.name === name && one.init && one.start < start) found.push(one.init);
    for (const inner of innerStatements(stmt)) declared(inner);
  };
  declared(body);
  walkExpressions(body, (expr) => {
    if (expr.start >= start) return;
    if (expr.kind === "assign" && isIt(expr.target)) found.push(expr.value);
    const gives = expr.kind === "call" && !TELLS.test(calleeName(expr) ?? "");
    if (gives && expr.args.some((arg) => arg.kind === "unary" && arg.op === "&" && isIt(arg.operand)))
      found.push(undefined);
  });
  return found;
}
