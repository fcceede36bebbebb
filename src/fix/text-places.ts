import type { TextRange, SourceFile, Stmt } from "../source/index.ts";
import { beginsLine, lineEnd, lineStart } from "./layout.ts";

/** Behind what stands after a statement on its line: a comment. Other code there: directly behind the statement. */
export function endOfLineAfter({ text, comments }: SourceFile, offset: number): number {
  const end = lineEnd(text, offset);
  let at = offset;
  while (at < end) {
    const comment = comments.find(({ start }) => start === at);
    if (comment) {
      if (comment.end > end) return offset;
      at = comment.end;
    } else if (/[ \t]/.test(text[at] ?? "")) at++;
    else return offset;
  }
  return end;
}

/** The end of the code before an offset: comments and blanks before it do not count. */
export function endOfCode({ text, comments }: SourceFile, offset: number): number {
  let at = offset;
  for (;;) {
    while (/\s/.test(text[at - 1] ?? "")) at--;
    const comment = comments.find(({ end }) => end === at);
    if (!comment) return at;
    at = comment.start;
  }
}

const PARENTHESES = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\*[^]*?\*\/|[()]/g;

/** A range of an expression's text with the parentheses around its parts, which are no part of the tree. */
export function balanced({ text }: SourceFile, { start, end }: TextRange): TextRange {
  let open = 0;
  let missing = 0;
  for (const [token] of text.slice(start, end).matchAll(PARENTHESES)) {
    if (token === "(") open++;
    else if (token === ")" && open > 0) open--;
    else if (token === ")") missing++;
  }
  let from = start;
  let to = end;
  for (; missing > 0; missing--) from = text.lastIndexOf("(", from - 1);
  for (; open > 0; open--) to = text.indexOf(")", to) + 1;
  return { start: from, end: to };
}

/** A statement with its lines, and with one of two empty lines that would meet. */
export function linesOf({ text }: SourceFile, { start, end }: Stmt): TextRange {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  if (!beginsLine(text, start) || text.slice(end, to).trim() !== "") return { start, end };
  const next = text.indexOf("\n", to) + 1;
  if (next === 0) return { start: from, end: text.length };
  const emptyBefore =
    /(^|\n)[ \t]*\r?\n$/.test(text.slice(0, from)) || /\{[ \t]*\r?\n$/.test(text.slice(0, from));
  const emptyAfter = /^[ \t]*\r?\n/.exec(text.slice(next));
  const closesAfter = /^[ \t]*\}/.test(text.slice(next));
  if (emptyBefore && emptyAfter) return { start: from, end: next + emptyAfter[0].length };
  const blankBefore = /\n([ \t]*\r?\n)$/.exec(text.slice(0, from));
  if (blankBefore && closesAfter) return { start: from - (blankBefore[1]?.length ?? 0), end: next };
  return { start: from, end: next };
}

/** Where the item begins that holds an offset at the top of a file: its type, its attributes and the comment above. */
export function startOfItem({ text, comments }: SourceFile, offset: number): number {
  let at = lineStart(text, offset);
  // a return type on a line of its own
  while (at > 0) {
    const before = lineStart(text, at - 1);
    if (/^[\w\s*]+$/.test(text.slice(before, at)) && /\w/.test(text.slice(before, at))) at = before;
    else break;
  }
  const comment = comments.find(
    ({ end }) => end <= at && /^[ \t]*\r?\n?$/.test(text.slice(end, at)) && beginsLine(text, end) === false,
  );
  return comment && beginsLine(text, comment.start) && /^[ \t]*\r?\n$/.test(text.slice(comment.end, at))
    ? lineStart(text, comment.start)
    : at;
}
