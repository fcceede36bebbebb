import type { TextRange, SourceFile } from "../source/index.ts";

const DIRECTIVE = /^[ \t]*#[ \t]*(ifdef|ifndef|if|endif)\b/gm;

/**
 * The outermost `#if` ... `#endif` blocks of a file: what lies in them is there for some kernels only. The guard around a
 * whole header is none.
 */
export function conditionals({ text, comments }: SourceFile): TextRange[] {
  const open: number[] = [];
  const found: TextRange[] = [];
  for (const match of text.matchAll(DIRECTIVE)) {
    const start = match.index;
    if (comments.some((comment) => comment.start <= start && start < comment.end)) continue;
    if (match[1] !== "endif") {
      open.push(start);
      continue;
    }
    const from = open.pop();
    if (from === undefined || open.length > 0) continue;
    if (!isGuard(text, from)) found.push({ start: from, end: start + match[0].length });
  }
  return found;
}

/** `#ifndef X` followed by `#define X`. */
function isGuard(text: string, from: number): boolean {
  return /^[ \t]*#[ \t]*ifndef[ \t]+(\w+)\s*\n[ \t]*#[ \t]*define[ \t]+\1\b/.test(
    text.slice(from, from + 400),
  );
}
