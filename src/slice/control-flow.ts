import { innerStatements, type CFunction, type Expr, type Stmt } from "../source/index.ts";

/** What a loop counts with; of one that counts upwards, from what on and how far. */
export interface Counter {
  readonly name: string;
  readonly from?: Expr | undefined;
  readonly bound?: Expr;
  /** Whether it goes round for the bound too. */
  readonly isInclusive?: boolean;
}

/** `for (i = 0; i < bound; i++)`: how many there are of a thing. */
export function counterOf(stmt: Extract<Stmt, { kind: "for" }>): Counter | undefined {
  const { init, test, step } = stmt;
  const set = init?.kind === "expr" ? init.expr : undefined;
  const first = init?.kind === "decl" ? init.declarators[0] : undefined;
  const from = set?.kind === "assign" ? set.value : first?.init;
  const name = set?.kind === "assign" && set.target.kind === "name" ? set.target.name : first?.name;
  if (
    name === undefined ||
    step?.kind !== "unary" ||
    step.operand.kind !== "name" ||
    step.operand.name !== name
  )
    return undefined;
  if (test?.kind !== "binary") return undefined;
  const counts =
    test.left.kind === "name" && test.left.name === name && /^(<|<=|!=)$/.test(test.op) && step.op === "++";
  return counts ? { name, from, bound: test.right, isInclusive: test.op === "<=" } : { name };
}

/** Whether a `goto` further down leads to a label: a loop. */
export function isLoopLabel(fn: CFunction, label: string, from: number): boolean {
  const goes = (stmt: Stmt): boolean =>
    (stmt.kind === "goto" && stmt.label === label && stmt.start > from) ||
    innerStatements(stmt).some((inner) => goes(inner));
  return fn.body !== undefined && goes(fn.body);
}

/** Whether a statement holds a way out of more than itself. */
export function leavesFunction(stmt: Stmt): boolean {
  if (stmt.kind === "return" || stmt.kind === "goto" || stmt.kind === "label") return true;
  return innerStatements(stmt).some((inner) => leavesFunction(inner));
}

/** Whether control never comes out at the end of a statement. */
export function jumpsAway(stmt: Stmt): boolean {
  if (stmt.kind === "block") return stmt.body.some((inner) => jumpsAway(inner));
  return /^(return|goto|break|continue)$/.test(stmt.kind);
}
