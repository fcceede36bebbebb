import { childrenOf, innerStatements, type Expr, type Stmt } from "./ast.ts";

/** The name that is called, when it is one. */
export function calleeName(expr: Expr): string | undefined {
  return expr.kind === "call" && expr.callee.kind === "name" ? expr.callee.name : undefined;
}

/** The expressions directly in a statement; not those of the statements inside of it. */
function expressionsOf(stmt: Stmt): readonly Expr[] {
  switch (stmt.kind) {
    case "expr":
      return [stmt.expr];
    case "decl":
      return stmt.declarators.flatMap(({ init, name, start, end }): Expr[] =>
        init
          ? [{ kind: "assign", op: "=", target: { kind: "name", name, start, end }, value: init, start, end }]
          : [],
      );
    case "if":
    case "while":
    case "do":
      return [stmt.test];
    case "for":
      return [stmt.test, stmt.step].filter((expr) => expr !== undefined);
    case "macro":
      return [stmt.head];
    case "switch":
      return [stmt.value];
    case "return":
      return stmt.value ? [stmt.value] : [];
    default:
      return [];
  }
}

/**
 * Visits every expression below a statement, outer ones first, those inside of `({ })` too. `parents` lists the
 * expressions around the visited one, innermost last. A declaration with a value is visited as an assignment.
 */
export function walkExpressions(
  stmt: Stmt,
  visit: (expr: Expr, parents: readonly Expr[], within: Stmt) => void,
): void {
  for (const expr of expressionsOf(stmt)) walk(expr, [], stmt, visit);
  for (const inner of innerStatements(stmt)) walkExpressions(inner, visit);
}

/** The same of one expression: it, and those inside of it. */
export function walkExpression(expr: Expr, visit: (expr: Expr, parents: readonly Expr[]) => void): void {
  walk(expr, [], { kind: "expr", expr, start: expr.start, end: expr.end }, visit);
}

function walk(
  expr: Expr,
  parents: Expr[],
  within: Stmt,
  visit: (expr: Expr, parents: readonly Expr[], within: Stmt) => void,
): void {
  visit(expr, parents, within);
  parents.push(expr);
  if (expr.kind === "block") {
    walkExpressions(expr.body, (inner, innerParents, innerStmt) =>
      visit(inner, [...parents, ...innerParents], innerStmt),
    );
  }
  for (const child of childrenOf(expr)) walk(child, parents, within, visit);
  parents.pop();
}
