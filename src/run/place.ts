import type { LinkedProgram, SourceFrame } from "../compile/program.ts";

/** The user's own line: the innermost frames may be inlined functions of our headers. */
export function placeOf(program: LinkedProgram, site: number): SourceFrame | undefined {
  return program.sites[site]?.frames.findLast(({ file }) => !file.startsWith("kernel/include/"));
}

/** How a module is spoken of: by its name where there are several. */
export function moduleNamed({ modules }: LinkedProgram, module: number): string {
  return modules.length === 1 ? "the module" : (modules[module]?.name ?? "");
}

export function samePlace(a: SourceFrame | undefined, b: SourceFrame | undefined): boolean {
  return (
    a !== undefined && b !== undefined && a.file === b.file && a.line === b.line && a.column === b.column
  );
}

/** `file:line: text`; the text alone when nobody knows where. */
export function atPlace(place: SourceFrame | undefined, text: string): string {
  return place ? `${place.file}:${place.line}: ${text}` : text;
}
