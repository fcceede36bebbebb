import { CREATES } from "../../kernel-api/index.ts";
import {
  calleeName,
  innerStatements,
  walkExpression,
  walkExpressions,
  type CFunction,
  type Expr,
  type Stmt,
} from "../../source/index.ts";

/** Variables that a thread looks at where it waits, goes round or ends: in the test of a loop, of a wait, or of the way out of a loop. */
export function threadsLookAt(functions: readonly CFunction[]): Set<string> {
  const threads = new Set(functions.flatMap(({ body }) => (body ? threadFunctions(body) : [])));
  const names = new Set<string>();
  for (const { name, body } of functions) if (body && threads.has(name)) collect(body, names);
  return names;
}

function threadFunctions(body: Stmt): string[] {
  const found: string[] = [];
  walkExpressions(body, (expr) => {
    if (expr.kind !== "call" || !CREATES.has(calleeName(expr) ?? "")) return;
    for (const arg of expr.args) if (arg.kind === "name") found.push(arg.name);
  });
  return found;
}

function collect(stmt: Stmt, names: Set<string>): void {
  if (stmt.kind === "while" || stmt.kind === "do" || (stmt.kind === "for" && stmt.test))
    add(stmt.test, names);
  if (stmt.kind === "if" && leaves(stmt.yes)) add(stmt.test, names);
  if (stmt.kind === "expr") addWaits(stmt.expr, names);
  for (const inner of innerStatements(stmt)) collect(inner, names);
}

function leaves(stmt: Stmt): boolean {
  return /^(return|break|goto)$/.test(stmt.kind) || innerStatements(stmt).some(leaves);
}

/** Names of variables; a call's name is none. */
function add(expr: Expr | undefined, names: Set<string>): void {
  if (!expr) return;
  walkExpression(expr, (one) => {
    if (one.kind === "name") names.add(one.name);
  });
}

function addWaits(expr: Expr, names: Set<string>): void {
  walkExpression(expr, (one) => {
    if (one.kind === "call" && calleeName(one)?.startsWith("wait_event"))
      for (const arg of one.args) add(arg, names);
  });
}
