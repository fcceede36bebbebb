import { childrenOf, innerStatements, type CFunction, type Expr, type Stmt } from "../../source/index.ts";
import { keyOfName } from "../code/key.ts";
import type { CallSite, Program } from "../code/program.ts";

/**
 * Whether a call in a thread function stands under a test of what never changes during the thread's life, such as the
 * thread's number: then only threads of one kind make it, and another kind may be the one that is stopped.
 */
export function isForSomeKind(program: Program, { fn, call }: CallSite): boolean {
  return testsAround(fn.body, call).some((test) => namesIn(test).some((name) => isFixed(program, name, fn)));
}

/** Conditions of the `if` statements around a place, on either branch. */
function testsAround(stmt: Stmt | undefined, place: Expr): Expr[] {
  if (!stmt || place.start < stmt.start || place.end > stmt.end) return [];
  const inner = innerStatements(stmt).flatMap((child) => testsAround(child, place));
  return stmt.kind === "if" && place.start >= stmt.test.end ? [stmt.test, ...inner] : inner;
}

/** A local that is set once, from a field of what the thread was given. */
function isFixed(program: Program, name: string, fn: CFunction): boolean {
  const local = fn.locals.get(name);
  if (!local || local.isParameter || local.isStatic) return false;
  const [write, ...more] = program.writesTo(keyOfName(name, fn, program));
  return write?.value?.kind === "member" && more.length === 0;
}

function namesIn(expr: Expr): string[] {
  return expr.kind === "name" ? [expr.name] : childrenOf(expr).flatMap(namesIn);
}
