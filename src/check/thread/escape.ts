import { calleeName } from "../../source/index.ts";
import { sameKey } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import { KEEPS_NO_TASK, PRINTS, STORES, TRANSPARENT } from "../../kernel-api/index.ts";
import type { Thread } from "./thread.ts";

/** Whether the handle is given to a function that nobody can look into: it may wake, hold or stop the thread. */
export function escapes(program: SourceProgram, { keys }: Thread): boolean {
  return program.indexed.some((fn) =>
    program.callsIn(fn).some(({ call }) => {
      const name = calleeName(call) ?? "";
      if (
        KEEPS_NO_TASK.has(name) ||
        PRINTS.has(name) ||
        STORES.has(name) ||
        TRANSPARENT.has(name) ||
        /^(IS_ERR|PTR_ERR)/.test(name) ||
        program.lookup(name, fn)
      )
        return false;
      return call.args.some((arg) => {
        const key = program.keyOf(arg, fn);
        return key !== undefined && [...keys].some((handle) => sameKey(handle, key));
      });
    }),
  );
}
