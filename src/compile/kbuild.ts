/** One module that a Kbuild file builds. */
interface KbuildModule {
  /** As in `obj-m += name.o`. */
  readonly name: string;
  /** Its .c files, relative to the Kbuild file. */
  readonly units: readonly string[];
  /** What decides whether it is a module: `CONFIG_X`; `y` for what is built in whatever the options are. Absent for `obj-m`. */
  readonly option?: string;
}

export interface Kbuild {
  readonly modules: readonly KbuildModule[];
  /** `-D` and `-I` of ccflags-y, EXTRA_CFLAGS and their kind. */
  readonly flags: readonly string[];
}

const ASSIGNMENT = /^\s*([\w$()-]+)\s*(?:\+|:|::)?=\s*(.*)$/;
const OBJECTS = /^obj-(?:([my])|\$\((\w+)\))$/;
const FLAG_VARIABLES = /^(ccflags-[ym]|EXTRA_CFLAGS|CFLAGS_MODULE|KBUILD_CFLAGS)$/;

/**
 * Reads `obj-m`, `foo-y`, `foo-objs` and compiler flags of a Kbuild file or a module's Makefile. `obj-$(CONFIG_X)` counts as
 * set. Variables of make are not expanded but for those defined in the same file.
 */
export function readKbuild(text: string): Kbuild {
  const variables = new Map<string, string[]>();
  const listed: { readonly option: string | undefined; readonly words: readonly string[] }[] = [];
  for (const line of text.replace(/\\\r?\n/g, " ").split(/\r?\n/)) {
    if (line.startsWith("\t")) continue; // a recipe
    const match = ASSIGNMENT.exec(line.replace(/#.*/, ""));
    if (!match) continue;
    const name = (match[1] ?? "").replace(/\$\([^)]*\)/, "m");
    const words = (match[2] ?? "").split(/\s+/).filter((word) => word !== "");
    const [isObjects, always, option] = OBJECTS.exec(match[1] ?? "") ?? [];
    if (isObjects !== undefined)
      listed.push({ option: always === "m" ? undefined : (always ?? option), words });
    variables.set(name, [...(variables.get(name) ?? []), ...words]);
  }
  const expand = (words: readonly string[], depth = 0): string[] =>
    words.flatMap((word) => {
      const reference = /^\$[({]([\w-]+)[)}]$/.exec(word);
      if (!reference || depth > 8) return [word];
      return expand(variables.get(reference[1] ?? "") ?? [], depth + 1);
    });
  const objects = listed.flatMap(({ option, words }) => expand(words).map((object) => ({ object, option })));
  const modules = objects
    .filter(({ object }) => object.endsWith(".o"))
    .map(({ object, option }) => {
      const name = object.slice(0, -2);
      const parts = [`${name}-y`, `${name}-objs`, `${name}-m`].flatMap((part) =>
        expand(variables.get(part) ?? []),
      );
      const units = parts.length > 0 ? parts : [object];
      return {
        name,
        units: [...new Set(units)]
          .filter((unit) => unit.endsWith(".o"))
          .map((unit) => unit.replace(/\.o$/, ".c")),
        ...(option === undefined ? {} : { option }),
      };
    });
  const flags = [...variables].flatMap(([name, words]) => (FLAG_VARIABLES.test(name) ? expand(words) : []));
  return { modules, flags: flags.filter((flag) => /^-[DI]./.test(flag)).map(unquoted) };
}

/** What a shell hands to the compiler for a word: `-DNAME=\\"text\\"` has quotes of C in it. */
function unquoted(word: string): string {
  return word.replace(/\\(.)|["']/g, (_all, escaped: string | undefined) => escaped ?? "");
}
