import type { SourceFile } from "../source/index.ts";

/** Finds a kernel header by the name it is included with; undefined where there is no kernel tree, or no such header. */
export interface KernelHeader {
  (name: string): string | undefined;
  /** What is in it, for those who know without reading it. */
  readonly contents?: (name: string) => HeaderContents | undefined;
}

/** Of a header: the names that it includes others with, and the structs that it defines. */
export interface HeaderContents {
  readonly includes: readonly string[];
  readonly tags: readonly string[];
}

export function contentsOf(text: string): HeaderContents {
  const matches = (pattern: RegExp): string[] => [
    ...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name)),
  ];
  return {
    includes: matches(/^[ \t]*#[ \t]*include[ \t]*<([^>\n]+)>/gm),
    tags: matches(/\b(?:struct|union)\s+(\w+)\s*\{/g),
  };
}

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
  const brought = broughtAlong(
    files.flatMap(({ includes }) => includes),
    header,
  );
  const found = new Map<string, SourceFile>();
  const include = (name: string): SourceFile[] => {
    const text = brought.has(name) && !found.has(name) ? header(name) : undefined;
    if (text === undefined) return [];
    const file = read(name, text);
    found.set(name, file);
    return [file];
  };
  for (const { includes } of files) includes.forEach(include);
  const definers = definersIn(brought);
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

/** What is in all headers that some bring along, by name. */
function broughtAlong(names: readonly string[], header: KernelHeader): Map<string, HeaderContents> {
  const brought = new Map<string, HeaderContents>();
  const seen = new Set(names);
  for (const name of seen) {
    const contents = header.contents ? header.contents(name) : ofText(header(name));
    if (!contents) continue;
    brought.set(name, contents);
    for (const inner of contents.includes) seen.add(inner);
  }
  return brought;
}

function ofText(text: string | undefined): HeaderContents | undefined {
  return text === undefined ? undefined : contentsOf(text);
}

/** The headers that define a struct, by its tag. */
function definersIn(headers: ReadonlyMap<string, HeaderContents>): Map<string, string[]> {
  const definers = new Map<string, string[]>();
  for (const [name, { tags }] of headers)
    for (const tag of tags) {
      const known = definers.get(tag);
      if (known) known.push(name);
      else definers.set(tag, [name]);
    }
  return definers;
}

function tagsIn(code: string): string[] {
  return [...code.matchAll(/\b(?:struct|union)\s+(\w+)/g)].map(([, tag = ""]) => tag);
}
