import { LEAVES_KERNEL } from "../../kernel-api/index.ts";
import type { CFunction, SourceFile } from "../../source/index.ts";
import type { SourceProgram } from "../code/program.ts";

/** The names that the loader looks for; module_init() and module_exit() make aliases of them, include/linux/module.h. */
const OLD_INIT = "init_module";
const OLD_EXIT = "cleanup_module";

/** Whether the file itself says how its module is left: one that has no way out cannot be unloaded. */
function hasModuleExit(file: SourceFile): boolean {
  return file.topLevelCalls.some((call) => LEAVES_KERNEL.test(call.name)) || file.functions.has(OLD_EXIT);
}

/** The function that runs when the file's module is unloaded, if it names one. */
export function moduleExitOf(file: SourceFile): CFunction | undefined {
  return named(file, "module_exit", OLD_EXIT);
}

/** The function that runs when the file's module is loaded, if it names one. */
export function moduleInitOf(file: SourceFile): CFunction | undefined {
  return named(file, "module_init", OLD_INIT);
}

function named(file: SourceFile, macro: string, old: string): CFunction | undefined {
  const call = file.topLevelCalls.find(({ name }) => name === macro);
  return file.functions.get(call ? (call.args[0] ?? "") : old);
}

/** A file with a module exit from which the function is reached within so many calls. */
export function moduleAround(program: SourceProgram, fn: CFunction, height = 4): SourceFile | undefined {
  if (hasModuleExit(fn.file)) return fn.file;
  if (height === 0) return undefined;
  for (const { fn: caller } of program.callersOf(fn)) {
    const found = caller === fn ? undefined : moduleAround(program, caller, height - 1);
    if (found) return found;
  }
  return undefined;
}
