import { UserError } from "../../core/user-error.ts";
import type { ModuleSource } from "../../compile/module-source.ts";

/** Names that make and the shell it calls take as they are. */
const PLAIN = /^[\w.+/-]+$/;

/** The Kbuild file of a module, with nothing in it that make or a shell would act on. */
export function kbuildFor(source: ModuleSource): string {
  for (const name of [source.name, ...source.units]) {
    if (!PLAIN.test(name))
      throw new UserError(`${source.userPath(name)}: kbuild cannot build a file of that name; rename it`);
  }
  const objects = source.units.map((unit) => unit.replace(/\.c$/, ".o")).join(" ");
  const flags = source.flags.map(quoted).join(" ");
  return `obj-m := ${source.name}.o\n${source.name}-y := ${objects}\nccflags-y := ${flags}\n`;
}

/** Folders of the build tree are named from its root. */
function quoted(flag: string): string {
  return flag.startsWith("-I") ? `-I$(src)/${forMake(forShell(flag.slice(2)))}` : forMake(forShell(flag));
}

const forShell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const forMake = (text: string): string => text.replaceAll("$", "$$$$").replaceAll("#", "\\#");
