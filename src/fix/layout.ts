import type { SourceFile } from "../source/index.ts";

/** How a file is written: its line breaks, and one step of its indentation. */
export interface FileLayout {
  readonly newline: "\n" | "\r\n";
  readonly step: string;
}

export function layoutOf({ text }: SourceFile): FileLayout {
  const newline = /\r\n/.test(text) ? "\r\n" : "\n";
  if (/^\t/m.test(text)) return { newline, step: "\t" };
  const widths = [...text.matchAll(/^( +)\S/gm)].map(([, blanks = ""]) => blanks.length).filter((n) => n > 1);
  return { newline, step: widths.length > 0 ? " ".repeat(Math.min(8, ...widths)) : "\t" };
}

/** Blanks at the beginning of the line that an offset lies on. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? "";
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line ends on which an offset lies, its line break not counted. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  if (end < 0) return text.length;
  return text[end - 1] === "\r" && end > offset ? end - 1 : end;
}

/** Whether only blanks stand between the beginning of the line and the offset. */
export function beginsLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));
}
