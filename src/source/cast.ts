import type { Cursor } from "./cursor.ts";
import { isAttribute, isTypeWord } from "./type-words.ts";

/** Whether the tokens read as `struct x *`, `unsigned long`, `foo_t`, `foo *`, or as one plain name. */
export function looksLikeType(cursor: Cursor, from: number, to: number): boolean {
  const first = cursor.tokens[from];
  if (first?.kind !== "name" || to <= from) return false;
  if (isTypeWord(first.text)) return true;
  let at = from + 1;
  while (at < to && (cursor.tokens[at]?.text === "*" || isAttribute(cursor.tokens[at]?.text ?? ""))) at++;
  return at === to;
}

/** Whether a token after `(name)` makes it a cast. `certain`: the name can only be a type. */
export function startsOperand(text: string, kind: string, certain: boolean): boolean {
  if (kind === "name" || kind === "number" || kind === "string" || kind === "char") return true;
  if (text === "{" || text === "~" || text === "!") return true;
  return certain && (text === "(" || text === "-" || text === "&" || text === "*" || text === "+");
}
