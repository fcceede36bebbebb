import type { SourceOf } from "../../core/span.ts";
import { readSource, type SourceFile } from "../../source/index.ts";

/** The files, and those of the module's own headers that they include: macros and structs stand there. */
export function withHeaders(files: readonly SourceFile[], source: SourceOf): SourceFile[] {
  const found = new Map(files.map((file) => [file.path, file]));
  for (const file of found.values()) {
    for (const include of file.includes) {
      const path = besides(file.path, include);
      const text = found.has(path) ? undefined : source(path);
      // whoever has one text only gives it for every name
      if (text !== undefined && text !== file.text) found.set(path, readSource(path, text));
    }
  }
  return [...found.values()];
}

/** The path that an include is meant by: that of the file, up to its name, and the words, without `.` and `..`. */
function besides(file: string, include: string): string {
  const found = file.split("/").slice(0, -1);
  for (const part of include.split("/")) {
    if (part === ".." && found.length > 0 && found.at(-1) !== "..") found.pop();
    else if (part !== ".") found.push(part);
  }
  return found.join("/");
}
