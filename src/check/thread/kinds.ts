import { childrenOf, type CFunction, type Expr } from "../../source/index.ts";
import { keyOfName } from "../code/key.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import { testsAround } from "./loops.ts";

/**
 * Whether a call in a thread function stands under a test of what never changes during the thread's life, such as the
 * thread's number: then only threads of one kind make it, and another kind may be the one that is stopped.
 */
export function isForSomeKind(program: SourceProgram, site: CallSite): boolean {
  return testsAround(site).some((test) => namesIn(test).some((name) => isFixed(program, name, site.fn)));
}

/** A local that is set once, from a field of what the thread was given. */
function isFixed(program: SourceProgram, name: string, fn: CFunction): boolean {
  const local = fn.locals.get(name);
  if (!local || local.isParameter || local.isStatic) return false;
  const [write, ...more] = program.writesTo(keyOfName(name, fn, program));
  return write?.value?.kind === "member" && more.length === 0;
}

function namesIn(expr: Expr): string[] {
  return expr.kind === "name" ? [expr.name] : childrenOf(expr).flatMap(namesIn);
}
