import { printable } from "../core/printable.ts";
import type { Style } from "./style.ts";

/** A unified diff for a terminal: coloured, and clean of control characters. */
export function diffText(diff: string, style: Style): string {
  return diff
    .split("\n")
    .map((line) => coloured(printable(line), style))
    .join("\n");
}

function coloured(line: string, style: Style): string {
  if (/^(---|\+\+\+) /.test(line)) return style.strong(line);
  if (line.startsWith("+")) return style.good(line);
  return line.startsWith("-") ? style.bad(line) : line;
}
