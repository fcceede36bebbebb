import {
  calleeName,
  childrenOf,
  innerStatements,
  type CFunction,
  type Expr,
  type Stmt,
} from "../../source/index.ts";
import { isLocal } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import { sitesWithin } from "../code/reach.ts";
import type { Thread } from "./thread.ts";

/** Waits whose end somebody else decides. */
const WAITS = /^(wait_|swait_|down(_|$)|mutex_lock|kthread_park)/;

/**
 * Whether the thread comes to its end whatever others do: nothing that it tests is written by anybody else, and it waits for
 * nobody. Then it may be gone at any time; otherwise it may live for as long as its stopper wants.
 */
export function endsByItself(program: SourceProgram, { fn }: Thread): boolean {
  if (!fn) return false;
  const sites = sitesWithin(program, fn, 3);
  if (sites.some(({ call }) => WAITS.test(calleeName(call) ?? ""))) return false;
  const own = new Set<CFunction>([fn, ...sites.map((site) => site.fn)]);
  return [...own].every((member) =>
    testsOf(member).every((test) =>
      keysIn(program, test, member).every((key) => program.writesTo(key).every((write) => own.has(write.fn))),
    ),
  );
}

function testsOf({ body }: CFunction): Expr[] {
  const tests: Expr[] = [];
  const visit = (stmt: Stmt): void => {
    if (stmt.kind === "if" || stmt.kind === "while" || stmt.kind === "do") tests.push(stmt.test);
    else if (stmt.kind === "for" && stmt.test) tests.push(stmt.test);
    else if (stmt.kind === "switch") tests.push(stmt.value);
    for (const inner of innerStatements(stmt)) visit(inner);
  };
  if (body) visit(body);
  return tests;
}

/** Places outside of the function that an expression reads. */
function keysIn(program: SourceProgram, expr: Expr, fn: CFunction): string[] {
  if (expr.kind === "name" || expr.kind === "member") {
    const key = program.keyOf(expr, fn);
    return key !== undefined && !isLocal(key) ? [key] : [];
  }
  return childrenOf(expr).flatMap((child) => keysIn(program, child, fn));
}
