import { calleeName, type CFunction } from "../../source/index.ts";
import type { CallSite, SourceProgram } from "./program.ts";

/** A function, and those that call it. */
export function withCallers(program: SourceProgram, fn: CFunction): CFunction[] {
  return [fn, ...program.callersOf(fn).map((site) => site.fn)];
}

/** All calls in a function and in those it calls, so many calls deep. */
export function sitesWithin(program: SourceProgram, fn: CFunction, depth: number): CallSite[] {
  return callsBelow(program, fn, depth, new Set());
}

/** A function and those it calls, so many calls deep and one more. */
export function functionsWithin(program: SourceProgram, fn: CFunction, depth: number): Set<CFunction> {
  const sites = sitesWithin(program, fn, depth);
  return new Set([
    fn,
    ...sites.flatMap((site) => program.lookup(calleeName(site.call) ?? "", site.fn) ?? []),
  ]);
}

/** A call, and all calls in the function it calls and below, so many calls deep. */
export function sitesFrom(program: SourceProgram, site: CallSite, depth: number): CallSite[] {
  return fromHere(program, site, depth + 1, new Set([site.fn]));
}

function callsBelow(program: SourceProgram, fn: CFunction, left: number, seen: Set<CFunction>): CallSite[] {
  if (seen.has(fn)) return [];
  seen.add(fn);
  return program.callsIn(fn).flatMap((site) => fromHere(program, site, left, seen));
}

function fromHere(program: SourceProgram, site: CallSite, left: number, seen: Set<CFunction>): CallSite[] {
  const callee = left > 0 ? program.lookup(calleeName(site.call) ?? "", site.fn) : undefined;
  return callee ? [site, ...callsBelow(program, callee, left - 1, seen)] : [site];
}
