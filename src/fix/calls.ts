import { sameKey, type CallSite, type Key, type Program } from "../check/index.ts";
import type { CFunction } from "../source/index.ts";

/** Calls of one of these functions whose first argument is one of these places. */
export function callsOn(program: Program, names: ReadonlySet<string>, keys: ReadonlySet<Key>): CallSite[] {
  return [...names].flatMap((name) =>
    program.callsOf(name).filter(({ fn, call }) => {
      const [arg] = call.args;
      const key = arg && program.keyOf(arg, fn);
      return key !== undefined && [...keys].some((one) => sameKey(one, key));
    }),
  );
}

export function within(fn: CFunction, sites: readonly CallSite[]): CallSite[] {
  return sites.filter((site) => site.fn === fn).toSorted((a, b) => a.call.start - b.call.start);
}
