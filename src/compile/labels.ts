import type { Files } from "./toolchain.ts";

/**
 * The files with an empty statement between each label and the declaration behind it, for which they were refused: gcc has taken a
 * declaration there since 11, clang since 18. Undefined where no such place is among what the compiler says.
 */
export function withLabelledDeclarations(diagnostics: string, files: Files): Files | undefined {
  const changed = new Map<string, string>();
  for (const [, path = "", line = "", column = ""] of diagnostics.matchAll(REFUSED)) {
    const text = changed.get(path) ?? files.get(path);
    if (typeof text !== "string") continue;
    const lines = text.split("\n");
    const at = afterLabel(lines, Number(line) - 1, Number(column) - 1);
    if (!at) continue;
    const labelled = lines[at.line] ?? "";
    lines[at.line] = `${labelled.slice(0, at.column)};${labelled.slice(at.column)}`;
    changed.set(path, lines.join("\n"));
  }
  return changed.size > 0 ? new Map([...files, ...changed]) : undefined;
}

const REFUSED = /^([^\s:]+):(\d+):(\d+): error: expected expression/gm;

/** A label at the end of a line's code. */
const LABEL = /(?:\bcase\b[^;{}?]*|\bdefault|^\s*\w+)\s*:$/;

/** Where the label ends that stands before a place, with nothing but comments between them. */
function afterLabel(
  lines: readonly string[],
  line: number,
  column: number,
): { readonly line: number; readonly column: number } | undefined {
  for (let at = line; at >= 0; at--) {
    const text = (lines[at] ?? "").slice(0, at === line ? column : undefined);
    const code = text.replace(/\/\*.*?\*\/|\/\/.*$/g, (comment) => " ".repeat(comment.length)).trimEnd();
    if (code === "") continue;
    return LABEL.test(code) ? { line: at, column: code.length } : undefined;
  }
  return undefined;
}
