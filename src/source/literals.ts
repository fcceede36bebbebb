import type { Expr } from "./ast.ts";
import type { Cursor } from "./cursor.ts";

/** Adjacent strings, with macros such as `KERN_ERR` or `PRIu64` between them. */
export function readString(cursor: Cursor, start: number): Expr {
  let text = "";
  for (;;) {
    const token = cursor.peek();
    if (token?.kind === "string") text += token.text.slice(1, -1);
    else if (token?.kind !== "name" || !/^[A-Z_a-z]\w*$/.test(token.text)) break;
    cursor.next();
  }
  return { kind: "string", text, start, end: cursor.lastEnd };
}

/** Value of a number, whatever its base and suffix. */
export function numberOf(text: string): number {
  const value = Number(text.replace(/[uUlL]+$/, ""));
  if (!Number.isNaN(value)) return value;
  return Number.parseInt(text, /^0[0-7]+/.test(text) ? 8 : 10);
}

/** Value of a character constant; an escape of several digits counts as its first. */
export function charOf(text: string): number {
  const ESCAPES: Record<string, number> = { n: 10, t: 9, r: 13, "0": 0 };
  const [, first = "", second = ""] = text;
  return first === "\\" ? (ESCAPES[second] ?? second.charCodeAt(0)) : first.charCodeAt(0);
}
