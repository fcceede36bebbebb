import type { CFunction } from "../../source/index.ts";
import type { SourceProgram } from "../code/program.ts";
import { moduleExitOf } from "./module-exit.ts";

/** The last function of a device or a module: a bus calls `.remove` of a `struct foo_driver`, the loader what module_exit() names. */
export function lastFunctionsOf(program: SourceProgram): Set<CFunction> {
  const found = new Set(program.files.flatMap((file) => moduleExitOf(file) ?? []));
  for (const file of program.files) {
    for (const { type, init } of file.globals.values()) {
      if (init?.kind !== "list" || !/\bstruct \w+_driver\b/.test(type)) continue;
      for (const { field, value } of init.items) {
        if (!/^(remove|remove_new|disconnect)$/.test(field ?? "") || value.kind !== "name") continue;
        const fn = file.functions.get(value.name);
        if (fn) found.add(fn);
      }
    }
  }
  return found;
}
