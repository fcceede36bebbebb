import { CREATES } from "../kernel-api/index.ts";
import {
  calleeName,
  innerStatements,
  walkExpressions,
  type CFunction,
  type Declarator,
  type Expr,
  type SourceFile,
  type Stmt,
} from "../source/index.ts";
import { typeOf } from "./declared-type.ts";

const SIGNED_TYPE = String.raw`(signed|int|long|s32|s64|int32_t|int64_t|intptr_t|ssize_t)(\s+(int|long))*`;
const SIGNED = new RegExp(`^${SIGNED_TYPE}$`);
/** Cheap, since few modules ask: a cast to a signed number. */
const SIGNED_CAST = new RegExp(String.raw`\(\s*${SIGNED_TYPE}\s*\)`);
const ORDERS: ReadonlySet<string> = new Set(["<", "<=", ">", ">="]);

/** A thread that is started with a number, as `(void *)count` or `(void *)3`, has no address in its argument: `count` is no pointer here. */
function isGivenNumbers(fn: CFunction, files: readonly SourceFile[]): boolean {
  let starts = 0;
  let numbers = 0;
  let mentions = 0;
  for (const caller of files.flatMap((file) => [...file.functions.values()])) {
    if (!caller.body) return false;
    walkExpressions(caller.body, (expr) => {
      if (expr.kind === "name" && expr.name === fn.name) mentions++;
      const creating = CREATES.get(calleeName(expr) ?? "");
      if (!creating || expr.kind !== "call") return;
      const [started, data] = expr.args.slice(creating.functionArg);
      if (started?.kind !== "name" || started.name !== fn.name) return;
      starts++;
      if (data?.kind === "cast" && isInteger(data.operand, caller)) numbers++;
    });
  }
  return starts > 0 && numbers === starts && mentions === starts;
}

function isInteger(expr: Expr, fn: CFunction): boolean {
  if (expr.kind === "cast") return SIGNED.test(expr.type) && isInteger(expr.operand, fn);
  if (expr.kind === "number") return true;
  if (expr.kind !== "name" || !fn.body) return false;
  const declared = declarators(fn.body).filter(({ name }) => name === expr.name);
  return (
    declared.length > 0 &&
    declared.every(({ type, pointer, array }) => !pointer && !array && SIGNED.test(type))
  );
}

function declarators(stmt: Stmt): Declarator[] {
  const own = stmt.kind === "decl" ? stmt.declarators : [];
  return [...own, ...innerStatements(stmt).flatMap(declarators)];
}

/**
 * Where a module asks for the sign of an address: `(long)t < 0`. A kernel's addresses are in the upper half, so they are negative
 * as a signed number; those of the model are not, and such a test goes the other way.
 */
export function addressSigns(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ text }) => SIGNED_CAST.test(text))
    .flatMap((file) => [...file.functions.values()].flatMap((fn) => signsIn(fn, files)));
}

function signsIn(fn: CFunction, files: readonly SourceFile[]): string[] {
  if (!fn.body) return [];
  const isAddress = (expr: Expr): boolean =>
    CREATES.has(calleeName(expr) ?? "") || /\b(struct|union|void)\b/.test(typeOf(expr, fn, files) ?? "");
  const [argument] = fn.parameters;
  const isNumber = (expr: Expr): boolean =>
    expr.kind === "cast" &&
    SIGNED.test(expr.type) &&
    isAddress(expr.operand) &&
    !(expr.operand.kind === "name" && expr.operand.name === argument?.name && isGivenNumbers(fn, files));
  const holders = new Set<string>();
  const found: string[] = [];
  walkExpressions(fn.body, (expr) => {
    if (expr.kind === "assign" && expr.target.kind === "name" && isNumber(expr.value))
      holders.add(expr.target.name);
    if (expr.kind !== "binary" || !ORDERS.has(expr.op)) return;
    const isAsked = [expr.left, expr.right].some(
      (side) => isNumber(side) || (side.kind === "name" && holders.has(side.name)),
    );
    if (!isAsked) return;
    const { line } = fn.file.place(expr.start);
    found.push(
      `\`${fn.file.text.slice(expr.start, expr.end)}\` (${fn.file.path}:${line}) asks for the sign of an address: negative on a real kernel, positive in the model`,
    );
  });
  return found;
}
