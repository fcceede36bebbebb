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
export const COMPUTED_INCLUDE = /^[ \t]*#[ \t]*include[ \t]+[A-Za-z_]/m;
