import type { SourceFile } from "../source/index.ts";

/** Finds a kernel header by the name it is included with; undefined where there is no kernel tree, or no such header. */
export type KernelHeader = (name: string) => string | undefined;

/** Times that headers are looked for which define what those found before speak of. */
const ROUNDS = 2;

/**
 * The headers of a kernel tree that a driver is read with: those it includes, for their constants, and of all that these bring
 * along the ones that define a struct which the driver, or a struct of it, speaks of.
 */
export function kernelHeadersOf(
  files: readonly SourceFile[],
  header: KernelHeader,
  read: (path: string, text: string) => SourceFile,
): SourceFile[] {
  const texts = broughtAlong(
    files.flatMap(({ includes }) => includes),
    header,
  );
  const found = new Map<string, SourceFile>();
  const include = (name: string): SourceFile[] => {
    const text = texts.get(name);
    if (text === undefined || found.has(name)) return [];
    const file = read(name, text);
    found.set(name, file);
    return [file];
  };
  for (const { includes } of files) includes.forEach(include);
  const definers = definersIn(texts);
  let wanted = files.flatMap(({ code }) => tagsIn(code));
  for (let round = 0; round < ROUNDS; round++) {
    const own = new Set(files.flatMap(({ structs }) => [...structs.keys()]));
    const missing = wanted.filter(
      (tag) => !own.has(tag) && !definers.get(tag)?.some((name) => found.has(name)),
    );
    const news = [...new Set(missing)].flatMap((tag) => (definers.get(tag) ?? []).flatMap(include));
    const asked = new Set(wanted);
    wanted = news.flatMap(({ structs }) =>
      [...structs]
        .filter(([tag]) => asked.has(tag))
        .flatMap(([, fields]) => [...fields.values()].flatMap(({ type }) => tagsIn(type))),
    );
  }
  return [...found.values()];
}

/** All headers that some bring along, by name. */
function broughtAlong(names: readonly string[], header: KernelHeader): Map<string, string> {
  const texts = new Map<string, string>();
  const seen = new Set(names);
  for (const name of seen) {
    const text = header(name);
    if (text === undefined) continue;
    texts.set(name, text);
    for (const [, inner = ""] of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*<([^>\n]+)>/gm)) seen.add(inner);
  }
  return texts;
}

/** The headers that define a struct, by its tag. */
function definersIn(texts: ReadonlyMap<string, string>): Map<string, string[]> {
  const definers = new Map<string, string[]>();
  for (const [name, text] of texts)
    for (const [, tag = ""] of text.matchAll(/\b(?:struct|union)\s+(\w+)\s*\{/g)) {
      const known = definers.get(tag);
      if (known) known.push(name);
      else definers.set(tag, [name]);
    }
  return definers;
}

function tagsIn(code: string): string[] {
  return [...code.matchAll(/\b(?:struct|union)\s+(\w+)/g)].map(([, tag = ""]) => tag);
}
