import type { Position, TextEdit } from "vscode-languageserver";

/** The smallest run of lines whose replacement turns one text into the other. */
export function editBetween(before: string, after: string): TextEdit {
  const [old, now] = [linesOf(before), linesOf(after)];
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return {
    range: { start: beginning(old, head), end: beginning(old, old.length - tail) },
    newText: now.slice(head, now.length - tail).join(""),
  };
}

/** Each with its own end; the last one may have none. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Where a line begins, or would begin: behind the last one, if that has no end. */
function beginning(lines: readonly string[], line: number): Position {
  const last = lines.at(line - 1) ?? "";
  return line > 0 && line === lines.length && !last.endsWith("\n")
    ? { line: line - 1, character: last.length }
    : { line, character: 0 };
}
