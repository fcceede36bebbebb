import { sameKey, type Key } from "./key.ts";
import type { CallSite, SourceProgram } from "./program.ts";

/** Calls of one of these functions whose first argument is one of these places. */
export function callsOn(
  program: SourceProgram,
  names: ReadonlySet<string>,
  keys: ReadonlySet<Key>,
): CallSite[] {
  return [...names].flatMap((name) =>
    program.callsOf(name).filter(({ fn, call }) => {
      const [arg] = call.args;
      const key = arg && program.keyOf(arg, fn);
      return key !== undefined && [...keys].some((one) => sameKey(one, key));
    }),
  );
}
