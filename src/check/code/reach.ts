import { calleeName, type CFunction } from "../../source/index.ts";
import type { CallSite, Program } from "./program.ts";

/** Whether a function, or one it calls, calls one whose name the test accepts. */
export function reachesCall(program: Program, fn: CFunction, accepts: (name: string) => boolean): boolean {
  return sitesWithin(program, fn, 2).some(({ call }) => accepts(calleeName(call) ?? ""));
}

/** All calls in a function and in those it calls, so many calls deep. */
export function sitesWithin(program: Program, fn: CFunction, depth: number): CallSite[] {
  const seen = new Set<CFunction>();
  const visit = (inner: CFunction, left: number): CallSite[] => {
    if (seen.has(inner)) return [];
    seen.add(inner);
    return program.callsIn(inner).flatMap((site) => {
      const callee = left > 0 ? program.lookup(calleeName(site.call) ?? "", inner) : undefined;
      return callee ? [site, ...visit(callee, left - 1)] : [site];
    });
  };
  return visit(fn, depth);
}
