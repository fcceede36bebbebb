import type { ModuleSource } from "../compile/module-source.ts";
import { UserError } from "../core/user-error.ts";
import { LONGEST_INPUT } from "./limits.ts";
import type { Input } from "./job.ts";

/** A module of one file that lies nowhere but in memory. */
export function moduleOf({ source, file }: Pick<Input, "source" | "file">): ModuleSource {
  if (!/^[\w][\w.-]*\.c$/.test(file)) throw new UserError(`${file}: a module's file is called name.c`);
  if (source.trim() === "") throw new UserError("there is no module: write one, or take an example");
  if (source.length > LONGEST_INPUT)
    throw new UserError("the module is too long for this page: unoops on a command line takes it");
  const unit = `module/${file}`;
  return {
    name: file.replace(/\.c$/, "").replaceAll(/[-.]/g, "_"),
    units: [unit],
    files: new Map([[unit, source]]),
    flags: [],
    userPath: (path) => (path === unit ? file : path),
  };
}
