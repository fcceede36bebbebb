/** An `#include` of a C text. */
interface IncludeLine {
  readonly name: string;
  /** Written in angle brackets: one of the kernel's. */
  readonly isAngled: boolean;
  /** Where its line begins. */
  readonly at: number;
}

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]/gm;

/** In order, those in comments and in branches that are not taken among them. */
export function includesIn(text: string): IncludeLine[] {
  return [...text.matchAll(INCLUDE)].map(({ 1: bracket, 2: name = "", index }) => ({
    name,
    isAngled: bracket === "<",
    at: index,
  }));
}

/** Folders of the kernel's `include/` whose headers are written in quotes as well. */
const KERNELS = /^(linux|uapi|asm|asm-generic|net)\//;

/** Headers of the kernel that a text includes: `linux/kthread.h`. */
export function kernelHeadersIn(text: string): string[] {
  return includesIn(text).flatMap(({ name, isAngled }) =>
    (isAngled || KERNELS.test(name)) && /^[\w-]+\/[\w./-]+\.h$/.test(name) ? [name] : [],
  );
}

/** Whether an include by a name may mean the file at a path: `../shared/names.h` is one that ends so, wherever it lies. */
export function mayMean(name: string, path: string): boolean {
  const end = name.replace(/^(\.{1,2}\/)+/, "");
  return path === end || path.endsWith(`/${end}`);
}

/** `#include NAME`: which file that is, only the preprocessor knows. */
const COMPUTED = /^[ \t]*#[ \t]*include[ \t]+[A-Za-z_]/m;

/** What `-include NAME` among a compiler's flags stands for, as lines. */
export function forcedIncludes(flags: readonly string[]): string[] {
  return [...flags.join(" ").matchAll(/-include ?(\S+)/g)].map(([, name = ""]) => `#include "${name}"`);
}

/**
 * Of the files at some paths, among which other modules may lie, those that texts include, or such a file; all where a macro says which.
 * @param read gives the text at a path; called once for each that is included
 */
export function includedAmong(
  texts: readonly string[],
  paths: readonly string[],
  read: (path: string) => string,
): string[] {
  const byLast = new Map<string, string[]>();
  for (const path of paths) byLast.set(lastOf(path), [...(byLast.get(lastOf(path)) ?? []), path]);
  const asked = new Set<string>();
  const found = new Set<string>();
  const queue = [...texts];
  for (const text of queue) {
    if (COMPUTED.test(text)) return [...paths];
    for (const { name } of includesIn(text)) {
      if (asked.has(name)) continue;
      asked.add(name);
      for (const path of byLast.get(lastOf(name)) ?? []) {
        if (found.has(path) || !mayMean(name, path)) continue;
        found.add(path);
        queue.push(read(path));
      }
    }
  }
  return [...found];
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
