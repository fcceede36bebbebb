import { innerStatements, type CParameter, type Stmt } from "./ast.ts";
import type { LocalVariable } from "./source-file.ts";
import { walkExpressions } from "./walk.ts";

/** Parameters and local variables by name. Inner scopes win over outer ones: a name is rarely used for two things. */
export function localsOf(
  parameters: readonly CParameter[],
  body: Stmt | undefined,
): ReadonlyMap<string, LocalVariable> {
  const locals = new Map<string, LocalVariable>();
  for (const { name, type } of parameters) locals.set(name, { type, isStatic: false, isParameter: true });
  if (!body) return locals;
  collect(body, locals);
  walkExpressions(body, (expr) => {
    if (expr.kind === "block") collect(expr.body, locals);
  });
  return locals;
}

function collect(stmt: Stmt, locals: Map<string, LocalVariable>): void {
  if (stmt.kind === "decl") {
    for (const { name, type } of stmt.declarators) {
      locals.set(name, { type, isStatic: /\bstatic\b/.test(type), isParameter: false });
    }
  }
  for (const inner of innerStatements(stmt)) collect(inner, locals);
}
